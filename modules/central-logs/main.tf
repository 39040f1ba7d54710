# Each account has its own file of resources: logs.tf. All policies are in policies.tf.

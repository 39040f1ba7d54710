# Each account has its own file of resources: a.tf. All policies are in policies.tf.

# Each account has its own file of resources: a.tf and b.tf. All policies are in policies.tf.

# Each account has its own file of resources: west.tf and east.tf. All policies are in policies.tf.

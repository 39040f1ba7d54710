# Each account has its own file of resources: source.tf and destination.tf. All policies are in policies.tf.

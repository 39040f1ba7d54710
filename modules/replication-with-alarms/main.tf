# Each account has its own file of resources: source.tf, source_in_ireland.tf and destination.tf. All policies are in policies.tf.

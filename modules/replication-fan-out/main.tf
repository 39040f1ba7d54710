# Each account has its own file of resources: source.tf, backup.tf and analysis.tf. All policies are in policies.tf.

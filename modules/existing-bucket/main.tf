# Each account has its own file of resources: data.tf and apps.tf. All policies are in policies.tf.

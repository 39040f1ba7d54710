# Each account has its own file of resources: web.tf and ci.tf. All policies are in policies.tf.

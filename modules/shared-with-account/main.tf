# The resources of each account are in a file of their own: a.tf and b.tf. Their policies are in policies.tf.

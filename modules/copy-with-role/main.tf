# The resources of each account are in a file of their own: source.tf and destination.tf. Their policies are in policies.tf.

# The example has no variables: its values are in main.tf.

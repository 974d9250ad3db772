"""Independent implementations that the models are compared with."""

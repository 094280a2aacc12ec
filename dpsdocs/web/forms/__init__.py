"""Forms: what is asked for and how it is shown. Services judge the values; forms carry their words back."""

"""Forms of the veteran's profile, registration and the desk."""

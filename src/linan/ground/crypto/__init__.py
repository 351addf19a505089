"""Personal fields, sealed at rest: a stolen table or backup without the key file tells nothing about a person."""

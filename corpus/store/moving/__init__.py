"""Moving everything that is stored from one database to another, of any kind."""

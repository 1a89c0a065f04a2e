"""Administrative areas from province to village and their versioned boundaries."""

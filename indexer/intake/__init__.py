"""How does a file become a proposed record?"""

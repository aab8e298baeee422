"""Packs and templates: what an official form looks like and what each of its cells asks for."""

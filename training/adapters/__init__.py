"""Sealed adapters as folders: sealing, merging, publishing, clearing what nobody refers to."""

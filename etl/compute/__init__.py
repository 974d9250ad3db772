"""Pure numpy that both the build and the screens use: hub index, simulator."""

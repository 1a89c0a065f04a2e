"""How `spatial.coordinates` reads a text, in the order in which it goes through these modules.

1. `links` puts the position that a map link holds in the place of the link.
2. `text` brings all characters to a small plain alphabet.
3. `grids` finds UTM zones and references of the military grid.
4. `tokens` cuts the text into runs of digits, marks and names; `words` are those it knows.
5. `numbers` takes the runs apart in each way that their points and commas can be meant.
6. `parts` puts degrees, minutes and seconds together and gives each number its name.
7. `points` pairs the numbers that are coordinates.
8. `candidates` finds what a pair can mean, literally or repaired: `degrees` and `metres`.
"""

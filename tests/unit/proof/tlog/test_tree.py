"""The tree is RFC 6962's: published roots come out, proofs hold, and nothing else passes for one."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anjian.proof.tlog import tiles, tree

# The reference leaves and roots of the certificate-transparency project, for sizes 1 to 8.
INPUTS = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
LEAVES = [tree.leaf_hash(bytes.fromhex(text)) for text in INPUTS]


def grown(size: int) -> list[bytes]:
    return [tree.leaf_hash(n.to_bytes(4, "big")) for n in range(size)]


def by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962 2.1 word for word, as oracle."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return tree.node_hash(by_definition(leaves[:k]), by_definition(leaves[k:]))


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots_come_out(size: int) -> None:
    assert tree.root_of(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_published_proofs_come_out() -> None:
    assert [part.hex()[:8] for part in tree.inclusion_proof(LEAVES, 0)] == [
        "96a296d2",
        "5f083f0a",
        "6b47aaf2",
    ]
    assert [part.hex()[:8] for part in tree.inclusion_proof(LEAVES, 5)] == [
        "bc1a0643",
        "ca854ea1",
        "d37ee418",
    ]
    assert [part.hex()[:8] for part in tree.consistency_proof(LEAVES, 6)] == [
        "0ebc5d34",
        "ca854ea1",
        "d37ee418",
    ]
    assert tree.consistency_proof(LEAVES, 1)[0].hex()[:8] == "96a296d2"


def test_the_empty_tree() -> None:
    assert tree.root_of([]) == hashlib.sha256(b"").digest() == tree.EMPTY_ROOT
    assert tree.consistency_proof(LEAVES, 0) == ()


def test_every_proof_of_every_small_tree_holds() -> None:
    leaves = grown(40)
    roots = [by_definition(leaves[:n]) for n in range(41)]
    for size in range(1, 41):
        assert tree.root_of(leaves[:size]) == roots[size]
        for index in range(size):
            proof = tree.inclusion_proof(leaves, index, size)
            assert tree.check_inclusion(
                index=index, size=size, leaf=leaves[index], proof=proof, root=roots[size]
            )
        for old in range(size + 1):
            proof = tree.consistency_proof(leaves, old, size)
            assert tree.check_consistency(
                old=old, new=size, proof=proof, old_root=roots[old], new_root=roots[size]
            )


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_altered_inclusion_proof_passes(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 300))
    index = data.draw(st.integers(0, size - 1))
    leaves = grown(size)
    proof, root = list(tree.inclusion_proof(leaves, index)), tree.root_of(leaves)
    how = data.draw(st.sampled_from(("flip", "drop", "add", "index", "size", "leaf", "root")))
    wrong = {"index": index, "size": size, "leaf": leaves[index], "proof": proof, "root": root}
    at = data.draw(st.integers(0, len(proof) - 1))
    if how == "flip":
        wrong["proof"] = [*proof[:at], bytes([proof[at][0] ^ 1]) + proof[at][1:], *proof[at + 1 :]]
    elif how == "drop":
        wrong["proof"] = proof[:at] + proof[at + 1 :]
    elif how == "add":
        wrong["proof"] = [*proof[:at], bytes(32), *proof[at:]]
    elif how == "index":
        wrong["index"] = data.draw(st.integers(-1, size + 1).filter(lambda n: n != index))
    elif how == "size":
        # Another size gives another root, unless the path happens to have the same shape: the root decides.
        wrong["size"] = size + data.draw(st.integers(1, 300))
        wrong["root"] = tree.root_of(grown(wrong["size"]))
    elif how == "leaf":
        wrong["leaf"] = tree.leaf_hash(b"other")
    else:
        wrong["root"] = bytes(32)
    assert not tree.check_inclusion(**wrong)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 300), st.integers(1, 300), st.integers(0, 400))
def test_a_rewritten_log_is_not_consistent(old: int, more: int, altered: int) -> None:
    before, after = grown(old), grown(old + more)
    after[altered % old] = tree.leaf_hash(b"rewritten")
    proof = tree.consistency_proof(after, old)
    assert not tree.check_consistency(
        old=old, new=old + more, proof=proof, old_root=tree.root_of(before), new_root=tree.root_of(after)
    )


def test_what_is_not_there_has_no_proof() -> None:
    with pytest.raises(ValueError, match="no entry 8"):
        tree.inclusion_proof(LEAVES, 8)
    with pytest.raises(ValueError, match="cannot continue"):
        tree.consistency_proof(LEAVES, 9)
    with pytest.raises(ValueError, match="power of two"):
        tree.fold(LEAVES[:3])


class TestTiles:
    def test_the_addresses_are_those_of_the_specification(self) -> None:
        assert tiles.tile_path(0, 1234067) == "tile/0/x001/x234/067"
        assert tiles.tile_path(2, 999) == "tile/2/999"
        assert tiles.tile_path("entries", 1000, 3) == "tile/entries/x001/000.p/3"

    @given(st.integers(0, 63), st.integers(0, 10**10), st.integers(1, 256))
    def test_an_address_is_read_as_it_was_written(self, level: int, index: int, width: int) -> None:
        name = tiles.parse_tile_path(tiles.tile_path(level, index, width))
        assert name == tiles.TileName(level, index, width)

    @pytest.mark.parametrize(
        "address",
        [
            "tile/00/000", "tile/0/0", "tile/0/x000/001", "tile/64/000", "tile/0/000.p/0", "tile/0/000.p/256",
            "tile/0/000.p/007", "tile/x/000", "tile/0/001/002", "tile/-1/000", "tile/0/000.p/",
            "tile/0/../000",
        ],
    )  # fmt: skip
    def test_any_other_writing_is_no_address(self, address: str) -> None:
        assert tiles.parse_tile_path(address) is None

    def test_the_example_of_the_specification(self) -> None:
        assert tiles.widths(70_000) == ((0, 273, 112), (1, 1, 17), (2, 0, 1))
        assert tiles.widths(256) == ((0, 1, 0), (1, 0, 1))
        assert len(list(tiles.tile_names(70_000))) == 273 + 1 + 1 + 1 + 1

    def test_proofs_from_tiles_are_those_from_leaves(self) -> None:
        leaves = grown(66_000)
        levels = [leaves]
        while len(levels[-1]) >= tiles.WIDTH:
            row = levels[-1]
            levels.append([tree.fold(row[at : at + 256]) for at in range(0, len(row) - len(row) % 256, 256)])

        def read(level: int, index: int, width: int) -> tuple[bytes, ...]:
            assert 0 < width <= 256
            return tuple(levels[level][index * 256 : index * 256 + width])

        nodes, held = tiles.nodes_from(read), tree.nodes_of(leaves)
        for size in (1, 255, 256, 257, 65_536, 65_537, 66_000):
            assert tree.root(nodes, size) == tree.root(held, size)
            for index in (0, size // 3, size - 1):
                assert tree.path(nodes, index, size) == tree.path(held, index, size)
            assert tree.consistency(nodes, size, 66_000) == tree.consistency(held, size, 66_000)

    def test_a_missing_tile_is_told(self) -> None:
        nodes = tiles.nodes_from(lambda _level, _index, _width: ())
        with pytest.raises(LookupError):
            tree.root(nodes, 3)

    def test_bundles_of_entries(self) -> None:
        entries = (b"a" * 32, b"b" * 32)
        assert tiles.split_entries(tiles.join_entries(entries)) == entries
        assert tiles.join_entries(entries)[:2] == b"\x00\x20"
        for cut in (1, 33, 35):
            with pytest.raises(ValueError, match="cut off"):
                tiles.split_entries(tiles.join_entries(entries)[:cut])

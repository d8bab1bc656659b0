#include "core/base/hash.h"

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace {

std::span<const std::byte> bytes(std::string_view text) { return std::as_bytes(std::span(text.data(), text.size())); }

}  // namespace

TEST_CASE("sha256: the examples of FIPS 180-4", "[base][unit]") {
  CHECK(thimble::sha256_hex(bytes("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(thimble::sha256_hex(bytes("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(thimble::sha256_hex(bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(thimble::sha256_hex(bytes(std::string(1000000, 'a'))) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("sha256: the padding is right at every length around a block", "[base][unit]") {
  // Made with coreutils' sha256sum, over the concatenation of the 130 hex digests of 'x' * 0 .. 'x' * 129.
  std::string all;
  for (std::size_t n = 0; n < 130; ++n) all += thimble::sha256_hex(bytes(std::string(n, 'x')));
  CHECK(thimble::sha256_hex(bytes(all)) == "199af942eba7fa5d1e16d475169eb24018b14e69339c93d26a9ea6d873b4ace6");
}

TEST_CASE("crc32: the check value of the ISO 3309 polynomial", "[base][unit]") {
  CHECK(thimble::crc32(bytes("123456789")) == 0xcbf43926u);
  CHECK(thimble::crc32(bytes("")) == 0u);
}

TEST_CASE("fnv1a: published values, and a seed chains", "[base][unit]") {
  CHECK(thimble::fnv1a(bytes("")) == 0xcbf29ce484222325u);
  CHECK(thimble::fnv1a(bytes("a")) == 0xaf63dc4c8601ec8cu);
  CHECK(thimble::fnv1a(bytes("foobar")) == 0x85944171f73967e8u);
  CHECK(thimble::fnv1a(bytes("bar"), thimble::fnv1a(bytes("foo"))) == thimble::fnv1a(bytes("foobar")));
}

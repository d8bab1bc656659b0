// Hashes: SHA-256 (FIPS 180-4) for what a user compares, FNV-1a (64 bit) for look-ups inside one run.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace thimble {

std::array<std::uint8_t, 32> sha256(std::span<const std::byte> bytes);
std::string sha256_hex(std::span<const std::byte> bytes);

// `seed` chains: hashing a then b equals hashing a with the default seed, then b with that result.
std::uint64_t fnv1a(std::span<const std::byte> bytes, std::uint64_t seed = 0xcbf29ce484222325u);

// CRC-32 (ISO 3309, the one of ZIP): what the emitted self-test computes per tensor, since it is small on a device.
std::uint32_t crc32(std::span<const std::byte> bytes);

}  // namespace thimble

// SessionTalk: a session of the core with the page's side of it: requests, events, files by handle.
#pragma once

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/api/message.h"
#include "core/api/session.h"
#include "tests/support/paths.h"
#include "view_generated.h"

namespace thimble::test {

// The built-in integer network.
inline std::vector<std::byte> int8_sample() {
  std::ifstream file(environment_or("THIMBLE_ROOT", ".") + "/assets/sample/digits_int8.tflite", std::ios::binary);
  const std::vector<char> text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  REQUIRE(text.size() > 1000);
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

// All that the session has to say until it waits for the next request.
inline std::vector<Message> drain(Session& session) {
  std::vector<Message> out;
  for (int idle = 0; idle < 2;) {
    const auto event = session.poll();
    if (!event) {
      idle += session.busy() ? 0 : 1;
      continue;
    }
    std::int64_t id = 0;
    auto message = decode_message(*event, id);
    REQUIRE(message.ok());
    out.push_back(std::move(message).value());
  }
  return out;
}

struct SessionTalk {
  Session session;
  std::map<std::uint32_t, std::vector<std::byte>> files;
  std::int64_t last_id = 0;
  std::vector<Message> events;

  SessionTalk() {
    session.set_file_reader([this](std::uint32_t handle, std::int64_t offset, std::span<std::byte> out) {
      const auto found = files.find(handle);
      if (found == files.end() || static_cast<std::size_t>(offset) + out.size() > found->second.size()) return false;
      std::copy_n(found->second.begin() + offset, out.size(), out.begin());
      return true;
    });
  }
  std::int64_t post(const std::string& kind, const std::string& body, std::vector<Blob> blobs = {}) {
    session.post(encode_message({.id = ++last_id, .re = 0, .kind = kind, .body = body, .blobs = std::move(blobs)}));
    return last_id;
  }
  bool poll() {
    const auto event = session.poll();
    if (!event) return session.busy();
    std::int64_t id = 0;
    auto message = decode_message(*event, id);
    REQUIRE(message.ok());
    events.push_back(std::move(message).value());
    return true;
  }
  const Message& ask(const std::string& kind, const std::string& body, std::vector<Blob> blobs = {}) {
    events.clear();
    post(kind, body, std::move(blobs));
    while (poll()) {
    }
    REQUIRE(!events.empty());
    return events.back();
  }
  // Of the last request.
  const Message* last_view(const std::string& name) const {
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
      if (event->kind == "view" && event->body.find("\"" + name + "\"") != std::string::npos) return &*event;
    }
    return nullptr;
  }
  // "[{path, size, handle}]" of a file that is there.
  std::string listed(std::uint32_t handle, const std::string& path) const {
    const std::string size = std::to_string(files.at(handle).size());
    return R"([{"path":")" + path + R"(","size":)" + size + R"(,"handle":)" + std::to_string(handle) + "}]";
  }
};

// A view, verified.
template <class T>
struct Seen {
  std::vector<std::byte> bytes;
  explicit Seen(const Message* event) {
    REQUIRE(event);
    bytes.assign(event->blobs[0].bytes().begin(), event->blobs[0].bytes().end());
    flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    REQUIRE(verifier.VerifyBuffer<T>(nullptr));
  }
  const T* operator->() const { return flatbuffers::GetRoot<T>(bytes.data()); }
};

}  // namespace thimble::test

#include "core/view/data_view.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

using namespace thimble;

TEST_CASE("picture: small ones keep their pixels, large ones are averaged", "[view][unit]") {
  const std::uint8_t pixels[] = {0, 255, 128, 7};
  const std::int64_t shape[] = {2, 2, 1};
  const Picture small = picture_of_pixels(pixels, shape);
  CHECK(small.width == 2);
  CHECK(small.rgba[4] == 255);
  CHECK(small.rgba[12] == 7);

  const std::vector<float> wide(256 * 256, 0.25f);
  const std::int64_t wide_shape[] = {1, 256, 256, 1};
  const Picture shrunk = picture_of_values(wide, wide_shape, {0, 1});
  CHECK(shrunk.width == 64);
  CHECK(shrunk.rgba[0] == 64);
}

TEST_CASE("picture: NaN is magenta, and a shape that does not match its values gives no picture", "[view][unit]") {
  const float values[] = {std::numeric_limits<float>::quiet_NaN()};
  const std::int64_t one[] = {1, 1, 1};
  const Picture picture = picture_of_values(values, one, {0, 1});
  REQUIRE(picture.width == 1);
  CHECK(picture.rgba[0] == 255);
  CHECK(picture.rgba[1] == 0);
  const std::int64_t wrong[] = {4, 4, 1};
  CHECK(picture_of_values(values, wrong, {0, 1}).empty());
  const std::int64_t none[] = {0, 4};
  CHECK(picture_of_values(values, none, {0, 1}).empty());
}

TEST_CASE("data_view: tiles point at their own pixels of the sheet; counts have their shares", "[view][unit]") {
  DataInfo data;
  data.title = "40 images";
  data.samples = 40;
  data.splits = {{"calibration", "sets the ranges", 10}};
  data.classes = {{"cat", 30}, {"dog", 10}, {"cow", 0}};
  const std::int64_t shape[] = {20, 30, 3};
  for (int i = 0; i < 40; ++i) {
    const std::vector<std::uint8_t> pixels(20 * 30 * 3, static_cast<std::uint8_t>(i));
    data.tiles.push_back({"sample", "cat", picture_of_pixels(pixels, shape), {}});
  }
  const ViewBytes bytes = build_data_view(data);
  const auto* raw = reinterpret_cast<const std::uint8_t*>(bytes.data());
  flatbuffers::Verifier verifier(raw, bytes.size());
  REQUIRE(verifier.VerifyBuffer<view::DataView>(nullptr));
  const auto& view = *flatbuffers::GetRoot<view::DataView>(raw);
  REQUIRE(view.tiles()->size() == 40);
  for (flatbuffers::uoffset_t i = 0; i < 40; ++i) {
    const view::Area& area = *view.tiles()->Get(i)->original();
    CHECK_FALSE(view.tiles()->Get(i)->seen());
    REQUIRE(area.y() + area.height() <= view.sheet()->height());
    const int last = ((area.y() + area.height() - 1) * view.sheet()->width() + area.x() + area.width() - 1) * 4;
    CHECK(view.sheet()->rgba()->Get(static_cast<flatbuffers::uoffset_t>(last)) == i);
  }
  CHECK(view.classes()->Get(0)->figure()->share() == 1);
  CHECK(view.classes()->Get(2)->figure()->meaning() == view::Meaning::attention);
  CHECK(view.splits()->Get(0)->count()->share() == 0.25f);
}

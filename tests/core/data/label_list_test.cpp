// A table of file and label beside pictures or recordings that lie in one folder.
#include "core/data/label_list.h"

#include "tests/core/data/data_files.h"

namespace thimble {
namespace {

using namespace test;

std::vector<ByteSource> four_pictures() {
  return {seed_as("png_rgb.png", "set/a.png"), seed_as("png_rgb.png", "set/b.png"), seed_as("png_rgb.png", "set/deep/c.png"),
          seed_as("png_rgb.png", "set/d.png")};
}

std::shared_ptr<const Dataset> with_table(std::string_view text, Diagnostics& notes, const DataOptions& options = {}) {
  std::vector<ByteSource> files = four_pictures();
  files.push_back(text_source("set/labels.csv", text));
  Result<std::shared_ptr<const Dataset>> data = open_dataset(std::move(files), notes, options);
  INFO((data.ok() ? std::string() : data.error().to_string()));
  REQUIRE(data.ok());
  return *data;
}

std::vector<std::string> classes_of(const Dataset& data) {
  std::vector<std::string> out;
  for (std::int64_t i = 0; i < data.size(); ++i) out.push_back(data.name(i) + "=" + data.class_names()[static_cast<std::size_t>(data.label(i))]);
  return out;
}

bool noted(const Diagnostics& notes, std::string_view part) {
  for (const Diagnostic& note : notes.items()) {
    if (contains(note.where + ": " + note.message, part)) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("label list: a table names the classes of files, by name, path or name without ending", "[data][unit]") {
  Diagnostics notes;
  const auto data = with_table("file,width,label\nset/a.png,4,cat\n./b.png,4,dog\nc,4,cat\nd.png,4,dog\n", notes);
  CHECK(classes_of(*data) == std::vector<std::string>{"set/a.png=cat", "set/b.png=dog", "set/d.png=dog", "set/deep/c.png=cat"});
  CHECK(noted(notes, "by column 'label' of 'set/labels.csv'"));
  CHECK(contains(data->summary(), "in 2 classes"));
}

TEST_CASE("label list: two columns need no header, numbers are the classes' own", "[data][unit]") {
  Diagnostics notes;
  const auto data = with_table("3;a.png\n0;b.png\n3;c.png\n0;d.png\n", notes);
  CHECK(data->class_names() == std::vector<std::string>{"0", "1", "2", "3"});
  CHECK(data->label(0) == 3);
  CHECK(data->label(1) == 0);
}

TEST_CASE("label list: files without a label are left out, and said", "[data][unit]") {
  Diagnostics notes;
  const auto data = with_table("name,kind\na.png,x\nb.png,y\nc.png,x\nzebra.png,y\n", notes);
  CHECK(data->size() == 3);
  CHECK(noted(notes, "1 file is left out"));
  CHECK(noted(notes, "1 row names a file that is not here"));
}

TEST_CASE("label list: recordings, and a column that is named", "[data][unit]") {
  Diagnostics notes;
  const auto data = open_dataset({seed_as("wav_16.wav", "w/1.wav"), seed_as("wav_16.wav", "w/2.wav"),
                                  text_source("w/t.csv", "who,word,file\nann,yes,1.wav\nbob,no,2.wav\n")},
                                 notes, {.label_column = "word"});
  REQUIRE(data.ok());
  CHECK((*data)->class_names() == std::vector<std::string>{"no", "yes"});
  CHECK((*data)->label(0) == 1);
}

TEST_CASE("label list: files in many folders, as an archive's names may lie, by name, whole path or a few of the folders",
          "[data][unit]") {
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += "d/";
  const auto files = [&](std::string_view table) {
    return std::vector<ByteSource>{seed_as("jpeg_rgb.jpg", deep + "a.jpg"), seed_as("jpeg_rgb.jpg", deep + "b.jpg"),
                                   text_source("t.csv", table)};
  };
  Diagnostics notes;
  const auto data = open_dataset(files("file,label\nd/d/a.jpg,cat\n" + deep + "b.jpg,dog\n"), notes);
  REQUIRE(data.ok());
  CHECK((*data)->class_names() == std::vector<std::string>{"cat", "dog"});
  // More than sixteen folders and less than all are not kept: memory would be the square of the name's length.
  const auto other = open_dataset(files("file,label\n" + deep.substr(2) + "a.jpg,cat\n" + deep.substr(2) + "b.jpg,dog\n"), notes);
  REQUIRE(other.ok());
  CHECK((*other)->class_names().empty());
}

TEST_CASE("label list: in an archive, of three of four pictures", "[data][unit]") {
  const auto data = opened({seed("listed.zip")});
  CHECK(data->size() == 3);
  CHECK(data->class_names() == std::vector<std::string>{"cat", "dog"});
  CHECK(data->label(1) == 1);
}

TEST_CASE("label list: what is wrong with a table is told", "[data][unit]") {
  const auto error = [](std::string_view text, const DataOptions& options = {}) {
    std::vector<ByteSource> files = four_pictures();
    files.push_back(text_source("set/labels.csv", text));
    return error_of(std::move(files), options);
  };
  CHECK(contains(error("file,a,b\na.png,1,2\nb.png,1,2\nc.png,1,2\n"), "which of its 3 columns is the label"));
  CHECK(contains(error("file,label\na.png,1\nb.png,2\na.png,2\n"), "'a.png' is '1' and '2'"));
  CHECK(contains(error("file,label\na.png,1\nb.png,2\n", {.label_column = "lable"}), "no column 'lable'"));
  // One that names other files is none, and folders say the classes as before.
  Diagnostics notes;
  const auto data = with_table("file,label\nx.png,1\ny.png,2\nz.png,2\n", notes);
  CHECK(noted(notes, "a table that does not name the files beside it"));
  CHECK(data->class_names() == std::vector<std::string>{"deep", "set"});
}

TEST_CASE("folders: numbers from 0 are the classes' own, with one missing among them", "[data][unit]") {
  const auto data = opened({seed_as("png_rgb.png", "s/0/a.png"), seed_as("png_rgb.png", "s/1/a.png"), seed_as("png_rgb.png", "s/3/a.png")});
  CHECK(data->class_names() == std::vector<std::string>{"0", "1", "2", "3"});
  CHECK(data->label(2) == 3);
  // From 1 on, and numbers that do not count, they are names.
  CHECK(opened({seed_as("png_rgb.png", "s/1/a.png"), seed_as("png_rgb.png", "s/2/a.png")})->label(1) == 1);
  CHECK(opened({seed_as("png_rgb.png", "s/0/a.png"), seed_as("png_rgb.png", "s/2024/a.png")})->label(1) == 1);
}

}  // namespace thimble

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "core/base/json.h"
#include "tests/wasm_ui/headless.h"
#include "tests/wasm_ui/sample_reports.h"

using namespace thimble;
using namespace thimble::test;

namespace {

struct Size {
  float width, height;
  bool touch;
};
constexpr Size sizes[] = {{1440, 900, false}, {1024, 768, false}, {390, 844, true}, {300, 200, true}};

}  // namespace

TEST_CASE("panels: every step draws in every size and scheme, with no model, an ordinary, an empty and a huge one", "[ui][unit]") {
  for (const Size& size : sizes) {
    for (const bool dark : {true, false}) {
      for (const int state : {0, 1, 2, 3}) {
        Headless page(size.width, size.height, {.dark = dark, .touch = size.touch, .pixel_ratio = 2});
        page.draw();
        if (state == 1) page.show(ordinary_report(), "stm32f746");
        if (state == 2) page.show(empty_report());
        if (state == 3) page.show(huge_report(3000), "tiny");
        if (state == 1) page.show_job(ordinary_job());
        if (state == 2) page.show_job(empty_job());
        if (state == 3) page.show_job(huge_job());
        for (const char* step : {"start", "model", "model/layers", "model/memory", "data", "plan", "run", "results", "hardware", "code"}) {
          page.app->go_to(step);
          page.draw();
          INFO(size.width << " " << step << " state " << state);
          CHECK(page.triangles() > 100);
          CHECK(page.app->hash() == step);
        }
      }
    }
  }
}

TEST_CASE("panels: of 3,000 layers only those in sight are drawn and mirrored", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(huge_report(3000));
  CHECK(page.count("treeitem") > 5);
  CHECK(page.count("treeitem") < 60);
  CHECK(page.triangles() < 60000);
  CHECK(page.app->key("f"));
  page.draw();
  CHECK(page.count("treeitem") == 0);
  CHECK(page.triangles() < 60000);
  page.press("tab", "Layers");
  CHECK(page.count("row") > 5);
  CHECK(page.count("row") < 60);
  CHECK(page.triangles() < 60000);
}

TEST_CASE("panels: no two parts share an id", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(ordinary_report(), "stm32f746");
  page.show_job(ordinary_job());
  page.app->core_died("for the message and its buttons");
  for (const char* step : {"start", "model", "model/layers", "model/memory", "data", "plan", "run", "results", "hardware", "code"}) {
    page.app->go_to(step);
    page.draw();
    std::vector<std::int64_t> ids = page.ids();
    std::sort(ids.begin(), ids.end());
    INFO(step << ": " << page.platform.mirrored);
    CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
  }
}

TEST_CASE("panels: start offers a file and the sample", "[ui][unit]") {
  Headless page(1440, 900);
  page.draw();
  page.press("button", "Open a model");
  page.press("button", "Take the sample");
  CHECK(page.platform.picks == 1);
  CHECK(page.platform.samples == 1);
}

TEST_CASE("panels: an opened file goes to the core by its handle, and its layers show", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(ordinary_report());
  CHECK(page.platform.sent[0].kind == "open_model");
  CHECK(page.platform.files[0] == 1);
  CHECK(page.platform.step == "model");
  CHECK(page.platform.announced == "Open network.tflite: done");
  page.press("tab", "Layers");
  CHECK(page.platform.step == "model/layers");
  CHECK(page.count("row") == 12);
  CHECK(page.has("row", "3\tlayer_3/"));
}

TEST_CASE("panels: a note leaves the model's step ready, a warning asks for a look", "[ui][unit]") {
  Headless page(1440, 900);
  ModelReport report = ordinary_report();
  page.show(report);
  CHECK(page.platform.mirrored.find(R"("name":"Model","value":"attention")") != std::string::npos);
  CHECK(page.has("text", "node 5 (conv2d): 3 of 72 weights are NaN"));
  report.warnings.clear();
  page.show(report);
  CHECK(page.platform.mirrored.find(R"("name":"Model","value":"ready")") != std::string::npos);
  CHECK_FALSE(page.has("text", "node 5 (conv2d): 3 of 72 weights are NaN"));
}

TEST_CASE("panels: layers filter, sort and are walked by keys", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(ordinary_report());
  page.press("tab", "Layers");
  page.press("textbox", "Filter layers", ui::MirrorAction::text, "DEPTHWISE");
  CHECK(page.count("row") == 4);
  page.press("columnheader", "Parameters");
  page.press("grid", "Layers", ui::MirrorAction::first);
  CHECK(page.has("heading", "layer_10/"));
  const ui::MirrorAction keys[] = {ui::MirrorAction::last, ui::MirrorAction::first};
  page.press_all("grid", "Layers", keys);
  CHECK(page.has("heading", "layer_10/"));
  page.press("button", "Copy the table");
  CHECK(page.platform.copied.substr(0, 8) == "#\tLayer\t");
  page.platform.copied.clear();
  CHECK_FALSE(page.app->key("ctrl+c"));
  page.press("grid", "Layers", ui::MirrorAction::focus);
  CHECK(page.app->key("ctrl+c"));
  page.draw();
  CHECK(page.platform.copied.substr(0, 8) == "#\tLayer\t");
}

TEST_CASE("tables: columns are put away and brought back; one of them stays", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(ordinary_report());
  page.press("tab", "Layers");
  CHECK(page.count("columnheader") == 8);
  page.press("button", "Choose the columns");
  page.press("button", "Parameters");
  CHECK(page.count("columnheader") == 7);
  CHECK_FALSE(page.has("columnheader", "Parameters"));
  for (const char* column : {"#", "Layer", "Operator", "Output", "MACs", "Constants", "RAM"}) page.press("button", column);
  CHECK(page.count("columnheader") == 1);
  page.press("button", "Parameters");
  CHECK(page.count("columnheader") == 2);
  CHECK(page.app->key("escape"));
  page.draw();
  CHECK_FALSE(page.has("button", "Parameters"));
  CHECK(page.count("columnheader") == 2);
}

TEST_CASE("graph: its nodes are walked along the links, and what is selected there is so in the table", "[ui][unit]") {
  Headless page(1440, 1600);
  page.show(ordinary_report());
  CHECK(page.has("treeitem", "input input"));
  page.press("tree", "Graph", ui::MirrorAction::first);
  CHECK(page.has("heading", "End of the network"));
  const ui::MirrorAction down[] = {ui::MirrorAction::next, ui::MirrorAction::next, ui::MirrorAction::next};
  page.press_all("tree", "Graph", down);
  page.draw(4);
  CHECK(page.has("heading", "layer_2/"));
  page.press("tree", "Graph", ui::MirrorAction::previous);
  CHECK(page.has("heading", "layer_1/"));
  page.press("tab", "Layers");
  CHECK(page.has("heading", "layer_1/"));
  page.press("tab", "Graph");
  page.press("tree", "Graph", ui::MirrorAction::last);
  CHECK(page.has("heading", "End of the network"));
}

TEST_CASE("graph: a search goes from match to match and brings it into sight; / leads to its field", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(huge_report(3000));
  CHECK(page.app->key("/"));
  page.draw();
  CHECK_FALSE(page.app->key("q"));
  page.press("textbox", "Find a layer", ui::MirrorAction::text, "LAYER_2000/");
  CHECK(page.has("heading", "layer_2000/"));
  CHECK(page.platform.mirrored.find(R"("selected":true)") != std::string::npos);
  page.press("textbox", "Find a layer", ui::MirrorAction::text, "depthwise");
  CHECK(page.has("heading", "layer_2002/"));
  page.press("textbox", "Find a layer");
  CHECK(page.has("heading", "layer_2005/"));
}

TEST_CASE("graph: a view that names nodes and points beyond its lists is drawn as far as it is sound", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(ordinary_report());
  flatbuffers::FlatBufferBuilder to;
  const auto bytes = build_model_view(ordinary_report());
  auto model = std::unique_ptr<view::ModelViewT>(flatbuffers::GetRoot<view::ModelView>(bytes.data())->UnPack());
  for (view::GraphNode& node : model->graph->nodes)
    node = view::GraphNode(node.kind(), node.index() + 5000, node.x(), node.y(), node.width(), node.height());
  for (view::GraphLink& link : model->graph->links) link = view::GraphLink(link.from(), -4, link.first_point() + 30, link.points());
  to.Finish(view::ModelView::Pack(to, model.get()));
  const auto* begin = reinterpret_cast<const std::byte*>(to.GetBufferPointer());
  page.answer(0, "view", R"({"name":"model","seq":9})", {Blob(std::vector<std::byte>(begin, begin + to.GetSize()))});
  page.draw();
  page.press("tree", "Graph", ui::MirrorAction::first);
  page.press("tree", "Graph", ui::MirrorAction::next);
  CHECK(page.triangles() > 100);
}

TEST_CASE("panels: from a step with an inspector to one without, on a wide page", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(ordinary_report());
  for (const char* step : {"Code", "Start", "Model", "Start"}) {
    page.press("tab", step);
    CHECK(page.has("tab", step));
  }
  CHECK(page.has("button", "Take the sample"));
}

TEST_CASE("panels: choosing a target asks the core once, and the answer shows everywhere", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(ordinary_report());
  page.press("tab", "Hardware");
  page.press("row", "yes\tBoard of rp2040");
  REQUIRE(page.platform.sent.size() == 2);
  CHECK(page.platform.sent[1].kind == "select_target");
  CHECK(page.platform.sent[1].body == R"({"target":"rp2040"})");
  page.answer(page.platform.sent[1].id, "view", R"({"name":"targets","seq":9})", {Blob(build_targets_view(ordinary_report(), "rp2040"))});
  page.answer(page.platform.sent[1].id, "done", "{}");
  page.draw();
  CHECK(page.has("heading", "network.tflite, Board of rp2040, fits"));
}

TEST_CASE("panels: the package is made, listed and saved by its handle; another model forgets it", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(ordinary_report(), "rp2040");
  page.press("tab", "Code");
  page.press("button", "Make the package");
  const Message request = page.platform.sent.back();
  CHECK(request.kind == "emit_package");
  const PackageInfo info{.file_name = "network.zip",
                         .device = "RP2040",
                         .sha256 = "00",
                         .command = "thimble emit",
                         .bytes = 9,
                         .files = {{"network.c", 7}, {"README.md", 2}}};
  page.answer(request.id, "view", R"({"name":"package","seq":4})", {Blob(build_package_view(info))});
  page.answer(request.id, "done", R"({"file_name":"network.zip"})");
  page.draw();
  CHECK(page.count("row") == 2);
  page.press("button", "Download the ZIP");
  CHECK(page.platform.saved.find("network.zip") != std::string::npos);
  page.show(ordinary_report(), "rp2040");
  CHECK(page.has("button", "Make the package"));
}

TEST_CASE("panels: an error says what, where and what to try, and is dismissed", "[ui][unit]") {
  Headless page(1024, 768);
  page.app->open_file(7, "broken.tflite");
  page.answer(page.platform.sent.back().id, "failed",
              R"({"code":"bad_data","message":"cut short","where":"broken.tflite","hint":"export it again"})");
  page.draw();
  CHECK(page.has("text", "Error"));
  CHECK(page.platform.mirrored.find("export it again") != std::string::npos);
  CHECK(page.platform.announced == "Error: cut short");
  page.press("button", "Dismiss the message");
  CHECK_FALSE(page.has("text", "Error"));
}

TEST_CASE("panels: a model with open dimensions asks for their sizes and is opened again with them", "[ui][unit]") {
  Headless page(390, 844, {.touch = true});
  page.app->open_file(7, "open.onnx");
  const auto refuse = [&](const ViewBytes& missing) {
    const std::int64_t request = page.platform.sent.back().id;
    page.answer(request, "view", R"({"name":"missing","seq":1})", {Blob(missing)});
    page.answer(request, "failed", R"({"code":"unsupported","message":"open","where":"open.onnx","hint":"give a size"})");
    page.draw();
  };
  refuse(build_missing_view({.sizes = {"height", "width", "x:3"}, .files = {}}));
  page.press("textbox", "Size of height", ui::MirrorAction::text, "28");
  page.press("textbox", "Size of width", ui::MirrorAction::text, "many");
  page.press("button", "Open with these sizes");
  CHECK(page.platform.sent.size() == 1);  // one is still empty
  page.press("textbox", "Size of x:3", ui::MirrorAction::text, "3");
  page.press("button", "Open with these sizes");
  REQUIRE(page.platform.sent.size() == 2);
  CHECK(page.platform.sent[1].body == R"({"name":"open.onnx","sizes":{"height":"28","width":"many","x:3":"3"}})");
  CHECK(page.platform.files[1] == 7);
  page.answer(page.platform.sent[1].id, "failed", R"({"code":"invalid_argument","message":"the size","where":"","hint":""})");
  page.draw();
  CHECK(page.has("textbox", "Size of width"));  // to be corrected where it is
  page.answer(0, "done", R"({"samples":9})");   // data that came with it
  page.press("textbox", "Size of width", ui::MirrorAction::text, "28");
  page.press("button", "Open with these sizes");
  page.answer(page.platform.sent[2].id, "done", "{}");
  page.draw();
  CHECK_FALSE(page.has("text", "Error"));
}

TEST_CASE("panels: weights that a model waits for are added to it, picked or dropped", "[ui][unit]") {
  Headless page(1440, 900);
  page.app->open_file(7, "net.onnx");
  page.answer(page.platform.sent[0].id, "view", R"({"name":"missing","seq":1})",
              {Blob(build_missing_view({.sizes = {}, .files = {"sub/w.bin"}}))});
  page.answer(page.platform.sent[0].id, "failed", R"({"code":"unsupported","message":"weights","where":"","hint":""})");
  page.draw();
  page.press("button", "Add sub/w.bin");
  CHECK(page.platform.picks == 1);
  page.app->open_files(R"([{"handle":8,"path":"w.bin","size":12}])", "model");
  REQUIRE(page.platform.sent.size() == 2);
  CHECK(page.platform.sent[1].kind == "open_model");
  CHECK(page.platform.sent[1].body == R"({"name":"net.onnx","siblings":[{"handle":8,"path":"w.bin","size":12}]})");
  CHECK(page.platform.files[1] == 7);
  page.press("button", "Dismiss the message");
  page.app->open_files(R"([{"handle":9,"path":"w.bin","size":12}])", "");
  CHECK(page.platform.sent.back().kind == "open_data");
}

TEST_CASE("panels: a view that is damaged is refused, and what was shown before stays", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(ordinary_report());
  for (const std::size_t size : {std::size_t{0}, std::size_t{3}, std::size_t{100}, std::size_t{1000}}) {
    auto bytes = build_model_view(ordinary_report());
    bytes.resize(size);
    page.answer(0, "view", R"({"name":"model","seq":9})", {Blob(bytes)});
  }
  page.draw();
  CHECK(page.has("text", "Error"));
  CHECK(page.count("treeitem") > 5);
}

TEST_CASE("panels: a dead core offers its restart", "[ui][unit]") {
  Headless page(1440, 900);
  page.app->core_died("out of memory");
  page.draw();
  page.press("button", "Save the log");
  CHECK(page.platform.saved == "log");
  page.press("button", "Restart the core");
  CHECK(page.platform.restarts == 1);
  CHECK(page.platform.sent.empty());
}

TEST_CASE("panels: a core that was restarted is asked again for what was open", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(ordinary_report());
  page.show_job(ordinary_job());
  page.app->open_file(9, "killer.onnx");  // not done: a core that it kills is not asked for it again
  const std::size_t before = page.platform.sent.size();
  page.app->core_died("out of memory");
  page.draw();
  page.press("button", "Restart the core");
  REQUIRE(page.platform.sent.size() == before + 3);
  CHECK(page.platform.sent[before].kind == "edit_plan");
  CHECK(page.platform.sent[before].body.starts_with(R"({"recipe":{)"));
  CHECK(page.platform.sent[before + 1].kind == "open_model");
  CHECK(page.platform.sent[before + 1].body == page.platform.sent[0].body);
  CHECK(page.platform.files[before + 1] == 1);
  CHECK(page.platform.sent[before + 2].kind == "open_data");
  CHECK(page.platform.announced == "The core was restarted and does again: Open network.tflite, Open digits/0/a.png");
}

TEST_CASE("panels: what is open is kept, and taken up by a page that was reloaded", "[ui][unit]") {
  std::string kept, handles;
  {
    Headless page(1440, 900);
    page.app->take_up("no session", true);
    page.show(ordinary_report());
    page.show_job(ordinary_job());
    page.app->checkpoint(77);
    kept = page.platform.kept;
    handles = page.platform.kept_handles;
  }
  CHECK(handles.find("77") != std::string::npos);
  Headless page(1440, 900);
  page.app->take_up(kept, true);
  const auto& sent = page.platform.sent;
  REQUIRE(sent.size() >= 4);
  CHECK(sent[0].kind == "restore_checkpoint");
  CHECK(page.platform.files[0] == 77);
  CHECK(sent[1].kind == "edit_plan");
  CHECK(sent[2].kind == "open_model");
  CHECK(sent[3].kind == "open_data");
  CHECK(page.platform.announced.empty());  // until a frame is drawn
  page.draw();
  CHECK(page.platform.announced.starts_with("The last session is taken up and does again: Open network.tflite"));
  // A page that ends before all is back has still kept all of it.
  for (const Message& each : std::vector<Message>(sent)) {
    if (each.kind != "open_data") page.answer(each.id, "done", "{}");
  }
  CHECK(page.platform.kept.find("open_data") != std::string::npos);
  for (const Message& each : std::vector<Message>(sent)) {
    if (each.kind == "open_data") page.answer(each.id, "done", R"({"samples":9})");
  }
  CHECK(page.platform.kept_handles.find("77") != std::string::npos);  // for the reload after this one
}

TEST_CASE("panels: another tab's session is offered, and forgotten when asked to", "[ui][unit]") {
  const std::string kept = R"({"requests":{"open_model":{"what":"Open a.onnx","body":{"name":"a.onnx"},"file":3}},"checkpoints":[]})";
  Headless page(1440, 900);
  page.app->take_up(kept, false);
  page.draw();
  CHECK(page.platform.sent.empty());
  page.press("button", "Go on with the last session");
  REQUIRE(page.platform.sent.size() == 1);
  CHECK(page.platform.sent[0].kind == "open_model");
  CHECK(page.platform.files[0] == 3);

  Headless other(390, 844);
  other.platform.kept = kept;
  other.app->take_up(kept, false);
  other.draw();
  other.press("button", "Forget the last session");
  other.draw();
  CHECK(other.platform.kept.empty());
  CHECK_FALSE(other.has("button", "Go on with the last session"));
}

TEST_CASE("panels: a run that ended its core is not run again by itself; one that was done is", "[ui][unit]") {
  const auto after_restart = [](bool done) {
    Headless page(1440, 900);
    page.show(ordinary_report());
    page.show_job(ordinary_job());
    page.draw();
    page.press("tab", "Plan");
    page.press("button", "Run the plan");
    REQUIRE(page.platform.sent.back().kind == "run_optimize");
    if (done) page.answer(page.platform.sent.back().id, "done", R"({"recommended":"ptq_int8"})");
    page.draw();
    page.app->core_died("out of memory");
    page.draw();
    const std::size_t before = page.platform.sent.size();
    page.press("button", "Restart the core");
    bool runs = false;
    for (std::size_t i = before; i < page.platform.sent.size(); ++i) runs = runs || page.platform.sent[i].kind == "run_optimize";
    return runs;
  };
  CHECK_FALSE(after_restart(false));
  CHECK(after_restart(true));
}

TEST_CASE("panels: what each part of a frame takes is shown when asked for", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(ordinary_report());
  page.draw();
  CHECK_FALSE(page.has("text", "Inspector"));
  REQUIRE(page.app->key("ctrl+shift+d"));
  page.draw();
  for (const char* part : {"Frame", "Model", "Inspector"}) CHECK(page.has("text", part));
  REQUIRE(page.app->key("ctrl+shift+d"));
  page.draw();
  CHECK_FALSE(page.has("text", "Frame"));
}

TEST_CASE("hints: one a step, dismissed for good; none of keys where there are none", "[ui][unit]") {
  Headless page(1440, 900);
  page.draw();
  CHECK(page.has("text", "Hint"));
  page.press("button", "Dismiss the hint");
  CHECK_FALSE(page.has("text", "Hint"));
  CHECK(page.platform.hints == 1);
  page.show(ordinary_report());
  CHECK(page.has("text", "Hint"));
  page.press("button", "Dismiss the hint");
  CHECK(page.platform.hints == 3);
  Headless again(390, 844, {.touch = true});
  again.app->dismiss_hints(1);
  again.draw();
  CHECK_FALSE(again.has("text", "Hint"));
  again.show(ordinary_report());
  CHECK_FALSE(again.has("text", "Hint"));
}

TEST_CASE("memory map: of 3,000 blocks those that are too narrow to press are drawn only, until the map is zoomed", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(huge_report(3000));
  page.press("tab", "Memory");
  CHECK(page.count("button") < 60);
  ImGui::GetIO().AddMousePosEvent(500, 600);
  page.draw();
  for (int i = 0; i < 8; ++i) {
    ImGui::GetIO().AddMouseWheelEvent(0, 3);
    page.draw(1);
  }
  page.draw();
  CHECK(page.has("button", "buffer "));
  CHECK(page.count("button") < 200);
}

TEST_CASE("hints: on a phone the first one is whole, on two lines", "[ui][unit]") {
  for (const float width : {390.0f, 1440.0f}) {
    Headless page(width, 844);
    page.draw();
    REQUIRE(page.has("text", "Hint"));
    const auto parts = Json::parse(page.platform.mirrored);
    REQUIRE(parts.ok());
    double height = 0;
    for (const JsonValue part : parts->root()["parts"].items())
      if (part["name"].text() == "Hint") height = part["rect"][3].number().value_or(0);
    CHECK((height >= 2 * std::round(ui::kBodySize * ui::kLineHeight) + 8) == (width < 700));
    page.press("button", "Dismiss the hint");
    page.draw();
    CHECK_FALSE(page.has("text", "Hint"));
  }
}

TEST_CASE("text: a line ends at a blank, not inside a number; a word wider than the line is cut", "[ui][unit]") {
  Headless page(800, 600);
  page.draw();
  ImFont* font = ImGui::GetIO().Fonts->Fonts[0];
  const std::string text = "It drops by -0.20 points, to 98.75 %.";
  for (float width = 80; width < 300; width += 1) {
    const std::size_t length = ui::line_length(font, 13, text, width);
    CAPTURE(width, length);
    REQUIRE(length > 0);
    CHECK((length == text.size() || text[length] == ' '));
  }
  // Nor between a number and its unit.
  const std::string figures = "re_lu_8_1/Relu needs 3.06 KiB, 784 B and 98.2 % of it";
  for (float width = 150; width < 400; width += 1) {
    const std::size_t length = ui::line_length(font, 13, figures, width);
    CAPTURE(width, length);
    for (const std::string_view unit : {" KiB", " B ", " %"}) CHECK(length != figures.find(unit));
  }
  CHECK(ui::line_length(font, 13, text, 2000) == text.size());
  CHECK(ui::line_length(font, 13, "two\nlines", 2000) == 3);
  const std::string word(200, 'm');
  CHECK(ui::line_length(font, 13, word, 100) < 20);
}

TEST_CASE("panels: at rest no frame is asked for", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(ordinary_report());
  CHECK(page.app->wake_ms() < 0);
}

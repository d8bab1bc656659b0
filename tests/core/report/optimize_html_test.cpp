#include "core/report/optimize_html.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <cstdlib>

#include "core/report/html_text.h"
#include "core/report/svg_plots.h"
#include "tests/support/sample_optimize_report.h"

using namespace thimble;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// Every tag that is opened is closed, in order; void elements aside.
std::string first_bad_tag(const std::string& html) {
  std::vector<std::string> open;
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const std::size_t end = html.find('>', at);
    if (end == std::string::npos) return "unclosed <";
    const std::string tag = html.substr(at + 1, end - at - 1);
    if (tag.starts_with("!") || tag.ends_with("/") || tag.starts_with("meta")) continue;
    const std::string name = tag.substr(tag.starts_with("/") ? 1 : 0, tag.find_first_of(" ", 1) - (tag.starts_with("/") ? 1 : 0));
    if (!tag.starts_with("/")) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return tag + " closes " + (open.empty() ? "nothing" : open.back());
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back();
}

}  // namespace

TEST_CASE("optimize_html: one file, well nested, without anything from elsewhere", "[report][unit]") {
  const std::string html = optimize_html(test::sample_optimize_report());
  // For looking at it: THIMBLE_HTML_OUT=report.html
  if (const char* path = std::getenv("THIMBLE_HTML_OUT")) {
    std::FILE* file = std::fopen(path, "wb");
    std::fwrite(html.data(), 1, html.size(), file);
    std::fclose(file);
  }
  CHECK(first_bad_tag(html) == "");
  for (const std::string_view outside : {"http:", "https:", "src=", "url(", "@import", "<script", "<link", "javascript:"}) {
    CAPTURE(outside);
    CHECK_FALSE(has(html, outside));
  }
  CHECK(has(html, "default-src 'none'"));
}

TEST_CASE("optimize_html: text of the report is escaped everywhere", "[report][unit]") {
  const std::string attack = "\"><img onerror=x>'&\x01\xff";
  OptimizeReport report = test::sample_optimize_report();
  for (std::string* text : {&report.model_file,
                            &report.data_summary,
                            &report.target,
                            &report.recipe,
                            &report.preprocessing,
                            &report.thimble_version,
                            &report.model_sha256,
                            &report.recommendation.sentence,
                            &report.candidates[0].title,
                            &report.candidates[0].id,
                            &report.candidates[0].options,
                            &report.candidates[0].notes[0],
                            &report.candidates[0].sensitivity[0].layer,
                            &report.candidates[0].sensitivity[0].repair,
                            &report.candidates[0].targets[0].code_bytes.source,
                            &report.candidates[0].metrics.judge,
                            &report.chosen.layers[0].name,
                            &report.disagreements[0].name,
                            &report.chosen.layers[0].kernels,
                            &report.chosen.arena[0].name,
                            &report.warnings[0],
                            &report.notes[0],
                            &report.candidates[4].failure,
                            &report.recommendation.reasons[0]})
    *text = attack;
  const std::string html = optimize_html(report);
  CHECK_FALSE(has(html, "<img"));
  CHECK_FALSE(has(html, "\"><img"));
  CHECK(first_bad_tag(html) == "");
  for (const char c : html) REQUIRE((static_cast<unsigned char>(c) < 0x7f && (c >= 0x20 || c == '\n')));
}

TEST_CASE("optimize_html: options are words, no JSON", "[report][unit]") {
  const std::string html = optimize_html(test::sample_optimize_report());
  CHECK(has(html, "<span class=\"muted\">clip mse, samples 300</span>"));
  CHECK_FALSE(has(html, "&quot;clip&quot;:"));
}

TEST_CASE("optimize_html: only warnings look like one", "[report][unit]") {
  const std::string html = optimize_html(test::sample_optimize_report());
  CHECK(has(html, "<p class=\"warning\"><b>Warning</b> 2 classes have fewer than 900 samples</p>"));
  CHECK(has(html, "<p class=\"note\">input &#39;x&#39;: [1,3,32,32] is fed as"));
}

TEST_CASE("optimize_html: an empty report is a page too", "[report][unit]") {
  const std::string html = optimize_html(OptimizeReport{});
  CHECK(first_bad_tag(html) == "");
}

TEST_CASE("optimize_html: figures say where they come from", "[report][unit]") {
  const std::string html = optimize_html(test::sample_optimize_report());
  CHECK(has(html, "measured: 9,500 samples that calibration did not see, judged by the integer kernels"));
  CHECK(has(html, "estimated: 6.24 to 10.1 ms; fitted on measurements"));
  CHECK(has(html, "estimated: constants exact; code: predicted from compiled packages"));
}

TEST_CASE("optimize_html: scores have their intervals, samples their names", "[report][unit]") {
  OptimizeReport report = test::sample_optimize_report();
  CHECK(has(optimize_html(report), "digits/7/&lt;a&gt;.png"));
  report.score = "auc";
  const std::string auc = optimize_html(report);
  CHECK(has(auc, "AUC, 95 % interval"));
  CHECK(has(auc, "0.9800 (0.9700 to 0.9850)"));
  report.score = "mse";
  CHECK(has(optimize_html(report), "0.5 (0.4 to 0.6)"));
}

TEST_CASE("html_text: valid UTF-8 stays readable, the rest becomes U+FFFD", "[report][unit]") {
  CHECK(html_text("a<b>&\"'") == "a&lt;b&gt;&amp;&quot;&#39;");
  CHECK(html_text("gr\xc3\xbc\xf0\x9f\x98\x80") == "gr&#xFC;&#x1F600;");
  CHECK(html_text("\xff") == "&#xFFFD;");
  CHECK(html_text("\xc0\x80") == "&#xFFFD;&#xFFFD;");
  CHECK(html_text("\xed\xa0\x80") == "&#xFFFD;");
  CHECK(html_text("\xe2\x82") == "&#xFFFD;&#xFFFD;");
}

TEST_CASE("svg_plots: ticks are round numbers inside the range", "[report][unit]") {
  CHECK(nice_ticks(0, 10, 5) == std::vector<double>{0, 2, 4, 6, 8, 10});
  CHECK(nice_ticks(98.1, 99.7, 4) == std::vector<double>{98.5, 99, 99.5});
  CHECK(nice_ticks(3, 3, 5) == std::vector<double>{3});
  CHECK(nice_ticks(-1e-9, 1e-9, 5).size() <= 6);
}

// ChecksView: what another runtime says of our results.
#include "core/view/finish_view.h"
#include "core/view/views.h"
#include "view_generated.h"

namespace thimble {

ViewBytes build_checks_view(const ChecksInfo& checks) {
  view::ChecksViewT out;
  out.state = checks.state;
  for (const CheckInfo& check : checks.rows) {
    auto row = std::make_unique<view::CheckT>();
    row->title = check.title;
    row->text = check.text;
    row->meaning = check.good ? view::Meaning::good : view::Meaning::attention;
    out.rows.push_back(std::move(row));
  }
  return pack_view<view::ChecksView>(out);
}

}  // namespace thimble

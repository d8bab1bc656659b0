// Views of a made-up job for the panels' tests: an ordinary one, one with nothing in it, one with thousands of everything.
#pragma once

#include "core/view/views.h"

namespace thimble::test {

struct JobViews {
  ViewBytes data, plan, run, results, checks;
};

JobViews ordinary_job();
JobViews empty_job();
JobViews huge_job();

}  // namespace thimble::test

#include "core/base/task.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

namespace thimble {
namespace {

using namespace std::chrono_literals;

Task<Result<int>> leaf(JobControl& job, int value, bool pause) {
  if (pause) co_await job.pause();
  if (value < 0) co_return bad_data("a negative number");
  co_return value;
}

Task<Result<std::int64_t>> sum(JobControl& job, int count, int pause_every) {
  std::int64_t total = 0;
  for (int i = 0; i < count; ++i) {
    THIMBLE_CO_TRY(const int value, co_await leaf(job, i, pause_every > 0 && i % pause_every == 0));
    total += value;
    job.progress("sum", i + 1, count);
  }
  co_return total;
}

Task<Result<int>> failing(JobControl& job) {
  THIMBLE_CO_TRY(const int value, co_await leaf(job, -1, true));
  co_return value;
}

TEST_CASE("task: runs to its end, however deep the stack would have become") {
  JobControl job;
  CHECK(job.run(sum(job, 300000, 0)).value() == std::int64_t{300000} * 299999 / 2);
  CHECK(job.run(sum(job, 300000, 7)).value() == std::int64_t{300000} * 299999 / 2);
}

TEST_CASE("task: stops when a step's time is over, and goes on where it stopped") {
  JobControl job;
  std::int64_t last = 0;
  job.on_progress = [&](const JobControl::Progress& p) { last = p.done; };
  auto task = sum(job, 10, 1);
  int steps = 0;
  while (!job.step(task, 0ns)) ++steps;
  CHECK(steps == 10);
  CHECK(last == 10);
  CHECK(task.take().value() == 45);
}

TEST_CASE("task: ends a step before its time is over where it is told to") {
  JobControl job;
  const auto two_parts = [](JobControl& control) -> Task<Result<int>> {
    co_await control.pause();
    co_await control.end_step();
    co_return 2;
  };
  auto task = two_parts(job);
  CHECK_FALSE(job.step(task, 1h));
  CHECK(job.step(task, 1h));
  CHECK(task.take().value() == 2);
  CHECK(job.run(two_parts(job)).value() == 2);
}

TEST_CASE("task: an error travels outward") {
  JobControl job;
  CHECK(job.run(failing(job)).error().message() == "a negative number");
}

TEST_CASE("task: one that is dropped in the middle frees what it holds") {
  struct Flag {
    bool& gone;
    ~Flag() { gone = true; }
  };
  bool gone = false;
  JobControl job;
  const auto hold = [](JobControl& control, bool& flag) -> Task<Result<int>> {
    const Flag guard{flag};
    const auto inner = co_await leaf(control, 1, true);
    co_return inner.ok() ? 1 : 0;
  };
  {
    auto task = hold(job, gone);
    CHECK_FALSE(job.step(task, 0ns));
    CHECK_FALSE(gone);
  }
  CHECK(gone);
}

}  // namespace
}  // namespace thimble

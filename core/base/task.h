// Task<T>: long work written as one function that can stop in the middle. JobControl: whom it asks, and who goes on with it.
//   Task<Result<int>> count(JobControl& job) {
//     for (int i = 0; i < n; ++i) { work(i); job.progress("count", i + 1, n); co_await job.pause(); }
//     co_return n;
//   }
//   JobControl job;  auto task = count(job);
//   while (!job.step(task, 100ms)) { deliver events }      // another thread is not needed, and neither is a flag for cancel:
//   Result<int> result = task.take();                      // destroying the task ends the work where it stands
//   rules   one JobControl a task; a task starts when it is first stepped or awaited; references that it takes have to outlive it, so
//           parameters of coroutines are values, or owned by whoever owns the task; THIMBLE_CO_TRY instead of THIMBLE_TRY inside
//   g++ 12  destroys an object twice that is made in the arguments of a call behind co_await, and knows no arrays in coroutines: what
//           is passed has a name, and lists are made by a function
//   stack   tasks that never pause run nested, without growing the stack from one to the next
#pragma once

#include <chrono>
#include <coroutine>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/result.h"

namespace thimble {

template <class T>
class [[nodiscard]] Task {
 public:
  struct promise_type {
    std::optional<T> value;
    std::coroutine_handle<> waiting;  // who awaits this task and is really suspended

    Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct Finish {
      bool await_ready() noexcept { return false; }
      void await_suspend(std::coroutine_handle<promise_type> self) noexcept {
        // `self` may be gone when this returns: the awaiting task owns it.
        if (const auto next = self.promise().waiting) next.resume();
      }
      void await_resume() noexcept {}
    };
    Finish final_suspend() noexcept { return {}; }
    template <class U>
    void return_value(U&& result) {
      value.emplace(std::forward<U>(result));
    }
    [[noreturn]] void unhandled_exception() noexcept { std::abort(); }
  };

  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Task& operator=(Task&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Task() {
    if (handle_) handle_.destroy();
  }

  bool done() const { return handle_ && handle_.done(); }
  T take() {
    THIMBLE_CHECK(done());
    return std::move(*handle_.promise().value);
  }

  // co_await task: runs it inside the task that awaits.
  bool await_ready() const { return done(); }
  bool await_suspend(std::coroutine_handle<> outer) {
    handle_.resume();
    if (handle_.done()) return false;
    handle_.promise().waiting = outer;
    return true;
  }
  T await_resume() { return take(); }

 private:
  friend class JobControl;
  explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  std::coroutine_handle<promise_type> handle_;
};

class JobControl {
 public:
  using Clock = std::chrono::steady_clock;
  struct Progress {
    std::string_view phase;
    std::int64_t done = 0, of = 0;
    double overall = -1;  // of the whole job, 0 to 1, never going back; negative: not known
  };
  std::function<void(const Progress&)> on_progress = {};

  void progress(std::string_view phase, std::int64_t done, std::int64_t of) {
    if (on_progress) on_progress({.phase = phase, .done = done, .of = of});
  }

  // Suspends when the time of this step is over; costs a look at the clock otherwise.
  auto pause() { return Suspend{*this, Clock::now() >= deadline_}; }
  // Suspends always: ahead of work that is long by itself and cannot stop in the middle.
  auto end_step() { return Suspend{*this, true}; }

  // Goes on for about `budget`; true when the task is done.
  template <class T>
  bool step(Task<T>& task, Clock::duration budget) {
    deadline_ = budget == Clock::duration::max() ? Clock::time_point::max() : Clock::now() + budget;
    if (const auto next = std::exchange(resume_, {})) {
      next.resume();
    } else if (!task.done()) {
      task.handle_.resume();
    }
    return task.done();
  }

  // To the end, for callers that have nothing else to do.
  template <class T>
  T run(Task<T> task) {
    while (!step(task, Clock::duration::max())) {
    }
    return task.take();
  }

 private:
  struct Suspend {
    JobControl& job;
    bool suspends;
    bool await_ready() const { return !suspends; }
    void await_suspend(std::coroutine_handle<> here) { job.resume_ = here; }
    void await_resume() const {}
  };

  Clock::time_point deadline_ = Clock::time_point::max();
  std::coroutine_handle<> resume_;
};

}  // namespace thimble

#define THIMBLE_CO_TRY_(temp, declaration, ...)      \
  auto temp = (__VA_ARGS__);                         \
  if (!temp.ok()) co_return std::move(temp).error(); \
  declaration = std::move(temp).value()
// The expression may itself be `co_await something`.
#define THIMBLE_CO_TRY(declaration, ...) THIMBLE_CO_TRY_(THIMBLE_CONCAT(thimble_try_, __LINE__), declaration, __VA_ARGS__)
#define THIMBLE_CO_TRY_VOID(...)                                     \
  do {                                                               \
    auto thimble_try = (__VA_ARGS__);                                \
    if (!thimble_try.ok()) co_return std::move(thimble_try).error(); \
  } while (false)

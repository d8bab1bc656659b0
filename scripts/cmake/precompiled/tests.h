// What nearly every test includes; see ../precompiled.cmake.
#pragma once

#include <catch2/catch_test_macros.hpp>

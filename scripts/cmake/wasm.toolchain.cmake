# Emscripten from <cache>/emsdk (scripts/setup) or from the user's own: -DTHIMBLE_EMSDK=... or the environment variable.
# Also used for third-party code, so that both are compiled with the same ABI flags.
include(${CMAKE_CURRENT_LIST_DIR}/paths.cmake)
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES THIMBLE_EMSDK THIMBLE_NODE THIMBLE_THREADS)

set(THIMBLE_EMSDK "${thimble_default_emsdk}" CACHE PATH "emsdk, or the folder that has em++")
foreach(folder upstream/emscripten emscripten .)
  if(EXISTS ${THIMBLE_EMSDK}/${folder}/em++)
    set(EMSCRIPTEN_ROOT_PATH ${THIMBLE_EMSDK}/${folder})
    break()
  endif()
endforeach()
if(NOT EMSCRIPTEN_ROOT_PATH)
  message(FATAL_ERROR "no em++ in '${THIMBLE_EMSDK}': run scripts/setup, or give THIMBLE_EMSDK")
endif()

set(THIMBLE_NODE "${thimble_default_node}" CACHE FILEPATH "node 24 or later, runs the wasm tests")
set(CMAKE_CROSSCOMPILING_EMULATOR ${THIMBLE_NODE} CACHE FILEPATH "" FORCE)
option(THIMBLE_THREADS "wasm with threads" OFF)

# -pthread must be on every object of a program, third-party ones too; so it is decided here.
set(CMAKE_C_FLAGS_INIT "-msimd128")
if(THIMBLE_THREADS)
  string(APPEND CMAKE_C_FLAGS_INIT " -pthread")
  set(CMAKE_EXE_LINKER_FLAGS_INIT "-pthread")
endif()
set(CMAKE_CXX_FLAGS_INIT "${CMAKE_C_FLAGS_INIT}")
include(${EMSCRIPTEN_ROOT_PATH}/cmake/Modules/Platform/Emscripten.cmake)

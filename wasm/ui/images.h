// Images: the sheets of views as textures. A sheet is uploaded once and stays until its view is replaced.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "view_generated.h"
#include "wasm/ui/ui.h"

namespace thimble::ui {

class Images {
 public:
  Images() = default;
  Images(const Images&) = delete;
  Images& operator=(const Images&) = delete;
  ~Images();

  // Draws a part of `sheet` as large as it fits into `frame`, its proportions kept, pixels as squares. `name` and `revision`
  // tell whether it is the sheet from before (ViewStore::revision).
  void draw(std::string_view name, std::uint32_t revision, const view::Sheet* sheet, const view::Area* area, const Rect& frame);

  void end_frame();  // lets go of what the renderer has destroyed

 private:
  struct Held {
    std::uint32_t revision = 0;
    std::unique_ptr<ImTextureData> texture;
  };
  void retire(std::unique_ptr<ImTextureData> texture);

  std::map<std::string, Held, std::less<>> held_;
  std::vector<std::unique_ptr<ImTextureData>> retired_;
};

}  // namespace thimble::ui

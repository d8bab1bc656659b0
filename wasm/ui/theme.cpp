#include "wasm/ui/theme.h"

#include <cstdio>
#include <iterator>

#include "fonts_data.h"

namespace thimble::ui {

namespace {

constexpr ImU32 rgb(std::uint32_t hex) { return IM_COL32((hex >> 16) & 255, (hex >> 8) & 255, hex & 255, 255); }

constexpr ImU32 dark_tones[] = {
    rgb(0x0f1216), rgb(0x161b22), rgb(0x1d242d), rgb(0x27303b), rgb(0x2a333e), rgb(0x667587), rgb(0xe6edf3),
    rgb(0x8b98a7), rgb(0x4cc2ff), rgb(0x06202f), rgb(0x17303f), rgb(0x2fbf71), rgb(0xf2a33a), rgb(0xe5534b),
};
// The meanings are darker here than in dark: on white the same hues would fall below the contrast that text needs.
constexpr ImU32 light_tones[] = {
    rgb(0xf7f8fa), rgb(0xffffff), rgb(0xeef1f5), rgb(0xe3e8ee), rgb(0xd5dbe3), rgb(0x7b8794), rgb(0x1b2430),
    rgb(0x5b6878), rgb(0x0969b8), rgb(0xffffff), rgb(0xe1eefa), rgb(0x12793f), rgb(0x955300), rgb(0xc1352d),
};

ImVec4 vec(ImU32 color) { return ImGui::ColorConvertU32ToFloat4(color); }

ImFont* add_font(ImFontAtlas& atlas, std::span<const unsigned char> data, float size, const char* name) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.OversampleH = 2;
  std::snprintf(config.Name, sizeof config.Name, "%s", name);
  // ImGui asks for a writable pointer but writes only when it owns the data.
  return atlas.AddFontFromMemoryTTF(const_cast<unsigned char*>(data.data()), static_cast<int>(data.size()), size, &config);
}

void add_icons(ImFontAtlas& atlas) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.MergeMode = true;
  config.GlyphOffset = ImVec2(0, 2.5f);  // lucide's baseline sits higher than Inter's
  const auto data = fonts::lucide();
  atlas.AddFontFromMemoryTTF(const_cast<unsigned char*>(data.data()), static_cast<int>(data.size()), kBodySize, &config);
}

}  // namespace

ImU32 Theme::faded(Tone tone, float opacity) const {
  const ImU32 color = (*this)[tone];
  return (color & ~IM_COL32_A_MASK) | (static_cast<ImU32>(opacity * 255) << IM_COL32_A_SHIFT);
}

Theme make_theme(bool dark) {
  Theme out;
  out.dark = dark;
  const auto& from = dark ? dark_tones : light_tones;
  static_assert(std::size(dark_tones) == static_cast<std::size_t>(Tone::count) && std::size(light_tones) == std::size(dark_tones));
  for (std::size_t i = 0; i < std::size(from); ++i) out.tones[i] = from[i];
  return out;
}

ImU32 series_color(const Theme& theme, int index) {
  constexpr ImU32 dark[] = {rgb(0x56b4e9), rgb(0xe69f00), rgb(0x00b386), rgb(0xcc79a7), rgb(0xf0e442), rgb(0xe8793a), rgb(0x6f9fe8)};
  constexpr ImU32 light[] = {rgb(0x2077ad), rgb(0xa86f00), rgb(0x007a59), rgb(0xa8477c), rgb(0x857a00), rgb(0xb84e00), rgb(0x0a5fa5)};
  static_assert(std::size(dark) == std::size(light));
  const auto at = static_cast<std::size_t>(index < 0 ? 0 : index) % std::size(dark);
  return theme.dark ? dark[at] : light[at];
}

Fonts load_fonts(ImFontAtlas& atlas) {
  Fonts out;
  out.body = add_font(atlas, fonts::inter_regular(), kBodySize, "Inter");
  add_icons(atlas);
  out.semibold = add_font(atlas, fonts::inter_semibold(), kTitleSize, "Inter SemiBold");
  out.mono = add_font(atlas, fonts::jetbrains_mono(), kMonoSize, "JetBrains Mono");
  return out;
}

void apply_theme(const Theme& theme, const Metrics& metrics) {
  ImGuiStyle& style = ImGui::GetStyle();
  style = ImGuiStyle();
  style.WindowPadding = ImVec2(0, 0);
  style.FramePadding = ImVec2(8, 6);
  style.ItemSpacing = ImVec2(8, 0);  // distances are asked for by space()
  style.ItemInnerSpacing = ImVec2(8, 4);
  style.CellPadding = ImVec2(8, 0);
  style.ScrollbarSize = 10;
  style.WindowBorderSize = style.ChildBorderSize = style.FrameBorderSize = 0;
  style.PopupBorderSize = metrics.hairline;
  style.WindowRounding = style.ChildRounding = 0;
  style.FrameRounding = style.PopupRounding = style.GrabRounding = style.ScrollbarRounding = metrics.radius;
  style.HoverStationaryDelay = 0.1f;
  style.HoverDelayShort = 0.25f;
  style.DisabledAlpha = 0.45f;
  style.AntiAliasedLinesUseTex = false;

  ImVec4* colors = style.Colors;
  colors[ImGuiCol_Text] = vec(theme[Tone::text]);
  colors[ImGuiCol_TextDisabled] = vec(theme[Tone::muted]);
  colors[ImGuiCol_WindowBg] = vec(theme[Tone::background]);
  colors[ImGuiCol_ChildBg] = ImVec4(0, 0, 0, 0);
  colors[ImGuiCol_PopupBg] = vec(theme[Tone::raised]);
  colors[ImGuiCol_Border] = vec(theme[Tone::line]);
  colors[ImGuiCol_FrameBg] = vec(theme[Tone::background]);
  colors[ImGuiCol_FrameBgHovered] = vec(theme[Tone::background]);
  colors[ImGuiCol_FrameBgActive] = vec(theme[Tone::background]);
  colors[ImGuiCol_ScrollbarBg] = ImVec4(0, 0, 0, 0);
  colors[ImGuiCol_ScrollbarGrab] = vec(theme[Tone::line]);
  colors[ImGuiCol_ScrollbarGrabHovered] = vec(theme[Tone::mark]);
  colors[ImGuiCol_ScrollbarGrabActive] = vec(theme[Tone::mark]);
  colors[ImGuiCol_TableHeaderBg] = vec(theme[Tone::surface]);
  colors[ImGuiCol_TableBorderLight] = colors[ImGuiCol_TableBorderStrong] = vec(theme[Tone::line]);
  colors[ImGuiCol_TableRowBg] = colors[ImGuiCol_TableRowBgAlt] = ImVec4(0, 0, 0, 0);
  colors[ImGuiCol_TextSelectedBg] = vec(theme.faded(Tone::accent, 0.35f));
  colors[ImGuiCol_InputTextCursor] = vec(theme[Tone::accent]);
  colors[ImGuiCol_NavCursor] = ImVec4(0, 0, 0, 0);  // the focus ring is ours (widgets.cpp)
}

}  // namespace thimble::ui

// html_text: text from outside made safe to stand in HTML and SVG, in content and in quoted attributes.
#pragma once

#include <string>
#include <string_view>

namespace thimble {

// & < > " ' and everything that is not printable ASCII become character references; what is no UTF-8 becomes U+FFFD.
std::string html_text(std::string_view text);

}  // namespace thimble

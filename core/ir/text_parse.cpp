// parse_graph: the reading half of text_format.h. Lines become records first; blocks of bytes and of scales may follow
// their use, so the graph is put together when all lines are read.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/ir/interner.h"
#include "core/ir/structure.h"
#include "core/ir/text_format.h"
#include "core/ir/text_line.h"

namespace thimble {
namespace {

enum class Role : std::uint8_t { input, constant, loose, node_output };

struct ValueRecord {
  std::string token, name;
  std::size_t line = 0;
  Role role = Role::loose;
  DType dtype = DType::f32;
  Shape shape;
  std::optional<QuantParams> quant;
  std::string quant_block, data_block;  // "" where given in place
  Blob bytes;
};

struct NodeRecord {
  OpKind kind;
  std::vector<std::uint32_t> inputs, outputs;  // indices of ValueRecords, kNoIndex: absent
  AttrSet attrs;
  std::string name;
};

template <class T>
void append_number(std::vector<std::byte>& out, T value) {
  const auto* bytes = reinterpret_cast<const std::byte*>(&value);
  out.insert(out.end(), bytes, bytes + sizeof value);
}

class Parser {
 public:
  Parser(std::string_view text, const OpNames& names) : rest_(text), names_(names) {}

  Result<Graph> parse() {
    if (rest_.size() > kMaxTextBytes)
      return out_of_budget("a text of " + bytes_text(static_cast<std::int64_t>(rest_.size())), "at most " + bytes_text(kMaxTextBytes));
    THIMBLE_TRY_VOID(parse_header());
    while (next_line()) THIMBLE_TRY_VOID(parse_line().in(place(line_number_)));
    return build();
  }

 private:
  static std::string place(std::size_t line) { return format("line %zu", line); }

  // The next line that holds something.
  bool next_line() {
    while (!rest_.empty()) {
      const std::size_t end = std::min(rest_.find('\n'), rest_.size());
      line_ = rest_.substr(0, end);
      rest_.remove_prefix(std::min(end + 1, rest_.size()));
      ++line_number_;
      if (!LineReader(line_).at_end()) return true;
    }
    return false;
  }

  Result<void> parse_header() {
    if (!next_line()) return bad_data("an empty text", "the first line is '" + std::string(kTextMagic) + "'");
    LineReader reader(line_);
    reader.expect_word("thimble_ir");
    const std::int64_t version = reader.integer("the version", 0, INT32_MAX);
    if (!reader.failed() && version != 1)
      reader.fail(unsupported(format("version %lld of the text form, expected 1", static_cast<long long>(version)),
                              "print it with the same version of thimble"));
    return finish(reader).in(place(line_number_));
  }

  static Result<void> finish(LineReader& reader) {
    reader.expect_end();
    if (reader.failed()) return reader.take_error();
    return {};
  }

  Result<void> parse_line() {
    LineReader reader(line_);
    if (reader.peek() == '%') return parse_node(reader);
    if (reader.accept_word("input")) return parse_loose(reader, Role::input);
    if (reader.accept_word("value")) return parse_loose(reader, Role::loose);
    if (reader.accept_word("const")) return parse_constant(reader);
    if (reader.accept_word("output")) return parse_output(reader);
    if (reader.accept_word("quant")) return parse_quant_block(reader);
    if (reader.accept_word("data")) return parse_data_block(reader);
    if (reader.accept_word("graph")) {
      graph_name_ = reader.string();
      return finish(reader);
    }
    if (reader.accept_word("meta")) {
      attr(reader, meta_);
      return finish(reader);
    }
    reader.fail_expected("input, const, value, output, quant, data, graph, meta, or a node ('%1: f32 [2] = relu(%0)')");
    return reader.take_error();
  }

  Result<void> parse_loose(LineReader& reader, Role role) {
    const std::uint32_t index = declaration(reader, role);
    if (role == Role::input) inputs_.push_back(index);
    return finish(reader);
  }

  Result<void> parse_output(LineReader& reader) {
    const std::uint32_t index = use(reader);
    if (!reader.failed() && index == kNoIndex) reader.fail(bad_data("found '_', expected a value"));
    outputs_.push_back(index);
    if (outputs_.size() > kMaxTextOperands) reader.fail(out_of_budget(format("more than %zu outputs", kMaxTextOperands)));
    return finish(reader);
  }

  // "%3: s8 [1, 4] scale 0.5 zero 3 "name""
  std::uint32_t declaration(LineReader& reader, Role role) {
    ValueRecord record;
    record.role = role;
    record.line = line_number_;
    record.token = reader.reference('%', "a new value, as in %1");
    reader.expect(':');
    const std::string_view dtype_word = reader.word("an element type");
    const auto dtype = parse_dtype(dtype_word);
    if (!dtype)
      reader.fail(
          bad_data("found '" + printable(dtype_word, 40) + "', expected an element type", "one of f32, f16, s8, u8, s16, s32, s64, b8"));
    record.dtype = dtype.value_or(DType::f32);
    record.shape = shape(reader);
    quant(reader, record);
    if (reader.peek() == '"') record.name = reader.string();
    if (values_.size() >= kMaxTextValues) reader.fail(out_of_budget(format("more than %zu values", kMaxTextValues)));
    const auto index = static_cast<std::uint32_t>(values_.size());
    if (!reader.failed() && !tokens_.try_emplace(record.token, index).second) {
      reader.fail(bad_data("%" + record.token + " is made a second time; the first is in " + place(values_[tokens_[record.token]].line),
                           "give it another name"));
    }
    values_.push_back(std::move(record));
    return index;
  }

  Shape shape(LineReader& reader) {
    Shape out;
    reader.expect('[');
    while (!reader.failed() && !reader.accept(']')) {
      if (!out.empty()) reader.expect(',');
      if (out.size() >= kMaxRank) reader.fail(bad_data(format("a shape of more than %zu dimensions", kMaxRank)));
      out.push_back(reader.integer("a dimension", 0, kMaxElements));
    }
    if (!reader.failed() && !element_count(out)) reader.fail(bad_data("shape " + shape_text(out) + " has more than 2^31 elements"));
    return out;
  }

  static float scale(LineReader& reader) {
    const float value = reader.single("a scale");
    if (!reader.failed() && (!std::isfinite(value) || value <= 0))
      reader.fail(bad_data("scale " + number_text(value) + ", expected a positive finite number"));
    return value;
  }
  static std::int32_t zero_point(LineReader& reader) {
    return static_cast<std::int32_t>(reader.integer("a zero point", INT32_MIN, INT32_MAX));
  }

  static void quant(LineReader& reader, ValueRecord& record) {
    if (reader.accept_word("scale")) {
      record.quant.emplace();
      record.quant->scales = {scale(reader)};
      record.quant->zero_points = {reader.accept_word("zero") ? zero_point(reader) : 0};
    } else if (reader.accept_word("quant")) {
      record.quant_block = reader.reference('$', "a block of scales, as in $0");
    }
  }

  Result<void> parse_constant(LineReader& reader) {
    const std::uint32_t index = declaration(reader, Role::constant);
    reader.expect('=');
    if (reader.failed()) return reader.take_error();
    ValueRecord& record = values_[index];
    if (reader.peek() == '@') {
      record.data_block = reader.reference('@', "a block of bytes, as in @0");
      return finish(reader);
    }
    // Each number is at least two characters of this line: the line bounds the memory.
    const std::int64_t count = element_count(record.shape).value_or(0);
    std::vector<std::byte> bytes;
    std::int64_t found = 0;
    for (; !reader.failed() && !reader.at_end(); ++found) number(reader, record.dtype, bytes);
    if (!reader.failed() && found != count) {
      reader.fail(bad_data(cat(counted(found, "number"), ", expected ", count, " for shape ") + shape_text(record.shape)));
    }
    record.bytes = Blob(std::move(bytes));
    return finish(reader);
  }

  static void number(LineReader& reader, DType dtype, std::vector<std::byte>& out) {
    const std::string_view what = "a number of the constant";
    switch (dtype) {
      case DType::f32: return append_number(out, reader.single(what));
      case DType::f16: return reader.fail(bad_data("numbers of type f16 are not read", "give the bytes in a block: = @0"));
      case DType::s8: return append_number(out, static_cast<std::int8_t>(reader.integer(what, INT8_MIN, INT8_MAX)));
      case DType::u8: return append_number(out, static_cast<std::uint8_t>(reader.integer(what, 0, UINT8_MAX)));
      case DType::b8: return append_number(out, static_cast<std::uint8_t>(reader.integer(what, 0, UINT8_MAX)));
      case DType::s16: return append_number(out, static_cast<std::int16_t>(reader.integer(what, INT16_MIN, INT16_MAX)));
      case DType::s32: return append_number(out, static_cast<std::int32_t>(reader.integer(what, INT32_MIN, INT32_MAX)));
      case DType::s64: return append_number(out, reader.integer(what, INT64_MIN, INT64_MAX));
    }
  }

  std::uint32_t use(LineReader& reader) {
    if (reader.accept_word("_")) return kNoIndex;
    const std::string token(reader.reference('%', "a value, as in %1, or '_'"));
    if (reader.failed()) return kNoIndex;
    const auto found = tokens_.find(token);
    if (found != tokens_.end()) return found->second;
    reader.fail(bad_data("%" + token + " is read before a line makes it", "inputs and constants come first, nodes in execution order"));
    return kNoIndex;
  }

  Result<void> parse_node(LineReader& reader) {
    NodeRecord node;
    if (nodes_.size() >= kMaxTextNodes) return out_of_budget(format("more than %zu nodes", kMaxTextNodes));
    // The node's own outputs are not yet there for its inputs: they get their tokens when the line is read, so keep them apart.
    const std::size_t first_output = values_.size();
    while (!reader.failed() && reader.peek() != '=') {
      if (!node.outputs.empty()) reader.expect(',');
      node.outputs.push_back(declaration(reader, Role::node_output));
      if (node.outputs.size() > kMaxTextOperands) reader.fail(out_of_budget(format("more than %zu outputs", kMaxTextOperands)));
    }
    reader.expect('=');
    const std::string_view op = reader.word("an operator");
    const auto kind = names_.find(op);
    if (!kind)
      reader.fail(unsupported("no operator '" + printable(op, 40) + "'", "the text form uses the names of core/ops/ops.def, e.g. conv2d"));
    if (reader.failed()) return reader.take_error();
    node.kind = *kind;
    reader.expect('(');
    while (!reader.failed() && !reader.accept(')')) {
      if (!node.inputs.empty()) reader.expect(',');
      node.inputs.push_back(use(reader));
      if (node.inputs.back() != kNoIndex && node.inputs.back() >= first_output) reader.fail(bad_data("the node reads its own output"));
      if (node.inputs.size() > kMaxTextOperands) reader.fail(out_of_budget(format("more than %zu inputs", kMaxTextOperands)));
    }
    while (!reader.failed() && !reader.at_end() && reader.peek() != '"') attr(reader, node.attrs);
    if (!reader.failed() && reader.peek() == '"') node.name = reader.string();
    nodes_.push_back(std::move(node));
    return finish(reader);
  }

  static void attr(LineReader& reader, AttrSet& attrs) {
    Attr out;
    out.name = reader.word("an attribute, as in stride_h=2, or the end of the line");
    if (out.name.size() > 64) reader.fail(bad_data("an attribute's name of more than 64 characters"));
    reader.expect('=');
    for (const Attr& other : attrs) {
      if (other.name == out.name) reader.fail(bad_data("attribute " + printable(out.name) + " stands twice"));
    }
    if (attrs.size() >= kMaxTextAttrs) reader.fail(out_of_budget(format("more than %zu attributes", kMaxTextAttrs)));
    if (reader.failed()) return;
    if (reader.peek() == '"') {
      out.value = reader.string();
    } else if (reader.accept('[')) {
      out.value = integers(reader);
    } else {
      out.value = scalar(reader);
    }
    attrs.push_back(std::move(out));
  }

  static std::vector<std::int64_t> integers(LineReader& reader) {
    std::vector<std::int64_t> out;
    while (!reader.failed() && !reader.accept(']')) {
      if (!out.empty()) reader.expect(',');
      out.push_back(reader.integer("a number of the list", INT64_MIN, INT64_MAX));
      if (out.size() > kMaxTextListItems) reader.fail(out_of_budget(format("a list of more than %zu numbers", kMaxTextListItems)));
    }
    return out;
  }

  static AttrValue scalar(LineReader& reader) {
    const std::string_view word = reader.word("a value: 2, 0.5, \"text\" or [1, 2]");
    if (const auto integer = parse_int(word)) return *integer;
    if (const auto real = parse_double(word)) return *real;
    reader.fail(bad_data("found '" + printable(word, 40) + "', expected a number", "texts stand in double quotes, lists in brackets"));
    return std::int64_t{0};
  }

  Result<void> parse_quant_block(LineReader& reader) {
    const std::string token(reader.reference('$', "a new block of scales, as in $0"));
    QuantParams quant;
    reader.expect_word("axis");
    quant.axis = static_cast<std::int32_t>(reader.integer("the axis", -1, kMaxRank - 1));
    reader.expect_word("count");
    const auto count = static_cast<std::size_t>(reader.integer("the count of scales", 1, INT32_MAX));
    THIMBLE_TRY_VOID(finish(reader));
    const std::size_t first_line = line_number_;
    while (quant.scales.size() < count) {
      if (!next_line()) return bad_data(format("the text ends after %zu of %zu scales", quant.scales.size(), count));
      LineReader numbers(line_);
      while (!numbers.failed() && !numbers.at_end() && quant.scales.size() < count) {
        quant.scales.push_back(scale(numbers));
        quant.zero_points.push_back(numbers.accept(':') ? zero_point(numbers) : 0);
      }
      THIMBLE_TRY_VOID(finish(numbers));
    }
    if (!quant_blocks_.try_emplace(token, std::move(quant)).second)
      return bad_data("a second block $" + token + format(", before line %zu", first_line), "give it another name");
    return {};
  }

  Result<void> parse_data_block(LineReader& reader) {
    const std::string token(reader.reference('@', "a new block of bytes, as in @0"));
    const auto count = static_cast<std::size_t>(reader.integer("the count of bytes", 0, kMaxTextConstantBytes));
    THIMBLE_TRY_VOID(finish(reader));
    // Two characters a byte: the text that is left says how much can be meant, before anything is reserved.
    if (count > rest_.size() / 2)
      return bad_data(format("a block of %zu bytes, but only %zu characters follow", count, rest_.size()), "is the text cut off?");
    std::vector<std::byte> bytes;
    bytes.reserve(count);
    while (bytes.size() < count) {
      if (!next_line()) return bad_data(format("the text ends after %zu of %zu bytes", bytes.size(), count));
      THIMBLE_TRY_VOID(hex_line(trim(line_), count, bytes));
    }
    constant_bytes_ += count;
    if (constant_bytes_ > kMaxTextConstantBytes) return out_of_budget("the blocks hold more than " + bytes_text(kMaxTextConstantBytes));
    if (!data_blocks_.try_emplace(token, Blob(std::move(bytes))).second)
      return bad_data("a second block @" + token, "give it another name");
    return {};
  }

  static Result<void> hex_line(std::string_view digits, std::size_t count, std::vector<std::byte>& out) {
    const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
    if (digits.size() % 2 != 0) return bad_data(format("%zu hex digits, expected two a byte", digits.size()));
    if (out.size() + digits.size() / 2 > count) return bad_data(format("more than the %zu bytes that the block announced", count));
    for (std::size_t i = 0; i < digits.size(); i += 2) {
      const int high = digit(digits[i]), low = digit(digits[i + 1]);
      if (high < 0 || low < 0) return bad_data("found '" + printable(digits.substr(i, 2)) + "', expected two lower-case hex digits");
      out.push_back(static_cast<std::byte>(high * 16 + low));
    }
    return {};
  }

  // Names that are the numbers 0 to n-1 are the ids; any others are numbered in the order of the lines.
  std::vector<std::uint32_t> ids() const {
    std::vector<std::uint32_t> in_order(values_.size()), numbered(values_.size());
    std::vector<bool> taken(values_.size(), false);
    bool all_numbers = true;
    for (std::uint32_t i = 0; i < in_order.size(); ++i) {
      in_order[i] = i;
      const auto number = parse_int(values_[i].token);
      if (!number || *number < 0 || *number >= static_cast<std::int64_t>(values_.size()) || taken[static_cast<std::size_t>(*number)]) {
        all_numbers = false;
        continue;
      }
      taken[static_cast<std::size_t>(*number)] = true;
      numbered[i] = static_cast<std::uint32_t>(*number);
    }
    return all_numbers ? numbered : in_order;
  }

  Result<void> add_value(Interner& interner, ValueRecord& record) {
    const QuantParams* quant = record.quant ? &*record.quant : nullptr;
    if (!record.quant_block.empty()) {
      const auto found = quant_blocks_.find(record.quant_block);
      if (found == quant_blocks_.end())
        return bad_data("no block of scales $" + record.quant_block, "add 'quant $" + record.quant_block + " axis ... count ...'");
      quant = &found->second;
    }
    if (!record.data_block.empty()) {
      const auto found = data_blocks_.find(record.data_block);
      if (found == data_blocks_.end())
        return bad_data("no block of bytes @" + record.data_block, "add 'data @" + record.data_block + " ...'");
      record.bytes = found->second;
    }
    if (record.role == Role::constant) {
      interner.add_constant(record.dtype, record.shape, std::move(record.bytes), record.name, quant);
    } else {
      interner.add_value(record.dtype, record.shape, record.name, quant);
    }
    return {};
  }

  Result<Graph> build() {
    Graph graph;
    Interner interner(graph);
    graph.name = std::move(graph_name_);
    graph.meta = std::move(meta_);
    const std::vector<std::uint32_t> id_of = ids();
    std::vector<std::uint32_t> record_of(id_of.size());
    for (std::uint32_t i = 0; i < id_of.size(); ++i) record_of[id_of[i]] = i;
    for (const std::uint32_t record : record_of) {
      THIMBLE_TRY_VOID(add_value(interner, values_[record]).in(place(values_[record].line)));
    }
    const auto renamed = [&id_of](const std::vector<std::uint32_t>& records) {
      std::vector<ValueId> out;
      for (const std::uint32_t record : records) out.push_back(record == kNoIndex ? ValueId::none : static_cast<ValueId>(id_of[record]));
      return out;
    };
    for (NodeRecord& node : nodes_)
      graph.add_node(node.kind, renamed(node.inputs), renamed(node.outputs), std::move(node.attrs), node.name);
    graph.inputs = renamed(inputs_);
    graph.outputs = renamed(outputs_);
    THIMBLE_TRY_VOID(check_structure(graph));
    return graph;
  }

  std::string_view rest_, line_;
  std::size_t line_number_ = 0;
  const OpNames& names_;
  std::string graph_name_;
  AttrSet meta_;
  std::vector<ValueRecord> values_;
  std::vector<NodeRecord> nodes_;
  std::vector<std::uint32_t> inputs_, outputs_;
  std::map<std::string, std::uint32_t> tokens_;
  std::map<std::string, QuantParams> quant_blocks_;
  std::map<std::string, Blob> data_blocks_;
  std::size_t constant_bytes_ = 0;
};

}  // namespace

Result<Graph> parse_graph(std::string_view text, const OpNames& names) { return Parser(text, names).parse(); }

}  // namespace thimble

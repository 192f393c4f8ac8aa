// From YAML's events to our tree.  yaml-cpp's own nodes are not used: they take repeated keys in
// silence and know no limits.
#include "engine/base/config_document.h"

#include <fmt/format.h>
#include <utf8proc.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "engine/base/config_tree.h"

namespace tfsck {
namespace {

constexpr std::string_view kStringTag = "tag:yaml.org,2002:str";

ConfigPlace PlaceOf(const YAML::Mark& mark) {
  if (mark.is_null()) return {};
  return {static_cast<uint64_t>(mark.line) + 1, static_cast<uint64_t>(mark.column) + 1};
}

// The parser cannot be stopped but by an exception, so after the first error events are ignored;
// the size limit bounds what is left.
class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(ConfigTree* tree) : tree_(tree) {}

  const std::optional<Error>& error() const { return error_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 2) Fail(PlaceOf(mark), "a second document begins here; one is read");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (error_) return;
    // YAML places what is not there at the next thing that is: its key is what a person looks for.
    const bool member = !open_.empty() && open_.back().key;
    Add(ConfigKind::kNull, member ? open_.back().key->place : PlaceOf(mark), anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    if (error_ || !TagIsFine(mark, tag)) return;
    if (IsKey()) {
      SetKey({text, PlaceOf(mark)});
    } else if (const auto index = Add(ConfigKind::kScalar, PlaceOf(mark), anchor)) {
      tree_->values[*index].text = text;
      tree_->values[*index].plain = tag == "?";
    }
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (error_) return;
    const uint32_t index = anchors_[anchor];
    if (!tree_->values[index].closed) {
      Fail(PlaceOf(mark), "the alias stands for what it stands in");
    } else if (IsKey()) {
      Fail(PlaceOf(mark), "a key must be a text, not an alias");
    } else {
      Attach(index, PlaceOf(mark));
    }
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(ConfigKind::kList, mark, tag, anchor);
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(ConfigKind::kMap, mark, tag, anchor);
  }
  void OnMapEnd() override { Close(); }

 private:
  struct OpenValue {
    uint32_t index;
    std::optional<ConfigKey> key;             // read, its value is next
    std::map<std::string, uint64_t> lines{};  // of a map's keys
  };

  void Fail(const ConfigPlace& place, std::string_view message) {
    if (!error_) error_ = ConfigError(*tree_, place, message);
  }

  bool TagIsFine(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!" || tag == kStringTag) return true;
    Fail(PlaceOf(mark), fmt::format("the tag '{}' has no meaning here", tag));
    return false;
  }

  bool IsKey() const {
    return !open_.empty() && tree_->values[open_.back().index].kind == ConfigKind::kMap &&
           !open_.back().key;
  }

  void SetKey(ConfigKey key) {
    OpenValue& map = open_.back();
    const auto [before, fresh] = map.lines.emplace(key.text, key.place.line);
    if (!fresh) {
      Fail(key.place, fmt::format("the key '{}' stands here again; it is first in line {}",
                                  key.text, before->second));
    }
    map.key = std::move(key);
  }

  // Hangs a value below the open one.
  void Attach(uint32_t index, const ConfigPlace& place) {
    expanded_ += tree_->values[index].expanded;
    if (expanded_ > kMaxConfigValues) {
      return Fail(place, fmt::format("more than {} values, aliases counted as what they stand for",
                                     kMaxConfigValues));
    }
    if (open_.empty()) return;
    OpenValue& parent = open_.back();
    ConfigValue& value = tree_->values[parent.index];
    value.children.push_back(index);
    if (parent.key) value.keys.push_back(*std::exchange(parent.key, std::nullopt));
  }

  std::optional<uint32_t> Add(ConfigKind kind, const ConfigPlace& place, YAML::anchor_t anchor) {
    if (IsKey()) {
      Fail(place, kind == ConfigKind::kNull ? "a key must be a text, not nothing"
                                            : "a key must be a text, not a list or map");
      return std::nullopt;
    }
    const auto index = static_cast<uint32_t>(tree_->values.size());
    tree_->values.push_back({});
    tree_->values.back().kind = kind;
    tree_->values.back().place = place;
    if (anchor != YAML::NullAnchor) anchors_[anchor] = index;
    Attach(index, place);
    if (error_) return std::nullopt;
    return index;
  }

  void Open(ConfigKind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    if (error_ || !TagIsFine(mark, tag)) return;
    if (open_.size() == kMaxConfigDepth) {
      return Fail(PlaceOf(mark), fmt::format("more than {} levels deep", kMaxConfigDepth));
    }
    const auto index = Add(kind, PlaceOf(mark), anchor);
    if (!index) return;
    tree_->values[*index].closed = false;
    open_.push_back({*index, std::nullopt});
  }

  void Close() {
    if (error_) return;
    ConfigValue& value = tree_->values[open_.back().index];
    open_.pop_back();
    value.closed = true;
    for (const uint32_t child : value.children) value.expanded += tree_->values[child].expanded;
  }

  ConfigTree* tree_;
  std::optional<Error> error_;
  int documents_ = 0;
  uint64_t expanded_ = 0;
  std::vector<OpenValue> open_;
  std::map<YAML::anchor_t, uint32_t> anchors_;
};

ConfigPlace PlaceAt(std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const size_t last = before.rfind('\n');
  const size_t begin = last == before.npos ? 0 : last + 1;
  return {1 + static_cast<uint64_t>(std::count(before.begin(), before.end(), '\n')),
          offset - begin + 1};
}

// What YAML forbids but yaml-cpp takes for an end of the file or another encoding.
std::optional<Error> CheckCharacters(const ConfigTree& tree, std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at);
    utf8proc_int32_t rune = 0;
    const auto size =
        utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &rune);
    if (size <= 0) return ConfigError(tree, PlaceAt(text, at), "not UTF-8");
    const bool space = rune == '\n' || rune == '\r' || rune == '\t';
    if ((rune < 0x20 && !space) || (rune >= 0x7F && rune < 0xA0 && rune != 0x85)) {
      return ConfigError(tree, PlaceAt(text, at),
                         fmt::format("the control character U+{:04X}", rune));
    }
    at += static_cast<size_t>(size);
  }
  return std::nullopt;
}

// yaml-cpp throws; nothing else does here.
std::optional<Error> Read(std::string_view text, ConfigTree* tree) {
  TreeBuilder builder(tree);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    while (!builder.error() && parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& exception) {
    if (builder.error()) return builder.error();
    return ConfigError(*tree, PlaceOf(exception.mark), "not YAML: " + exception.msg);
  }
  return builder.error();
}

}  // namespace

Result<ConfigDocument> ConfigDocument::Parse(std::string name, std::string_view text) {
  if (text.size() > kMaxConfigBytes) {
    return MakeError(ErrorKind::kUsage,
                     fmt::format("{}: larger than {} bytes", name, kMaxConfigBytes));
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  auto tree = std::make_shared<ConfigTree>();
  tree->name = std::move(name);
  if (auto error = CheckCharacters(*tree, text)) return tl::unexpected(*std::move(error));
  if (auto error = Read(text, tree.get())) return tl::unexpected(*std::move(error));
  if (tree->values.empty()) tree->values.push_back({});
  return ConfigDocument(std::move(tree));
}

ConfigNode ConfigDocument::root() const { return {tree_, tree_->root, ""}; }

}  // namespace tfsck

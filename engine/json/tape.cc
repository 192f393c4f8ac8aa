#include "engine/json/tape.h"

namespace tfsck::json {

Tape::Tape(std::string_view document) : document_(document) {
  Cursor cursor(document);
  Build(&cursor);
  if (!cursor.Finish() || nodes_.size() >= UINT32_MAX) nodes_.clear();
  open_.clear();
  open_.shrink_to_fit();
}

void Tape::Build(Cursor* cursor) {
  if (!Open(cursor)) AddScalar(cursor);
  while (!open_.empty() && !cursor->failed()) {
    const uint64_t close = cursor->offset();
    bool more = false;
    if (nodes_[open_.back()].kind == Kind::kObject) {
      RawString key;
      more = cursor->NextKey(&key);
      if (more) nodes_.push_back({Kind::kString, key.plain, Size() + 1, key.text});
    } else {
      more = cursor->NextElement();
    }
    if (!more) {
      Close(close + 1);
    } else if (!Open(cursor)) {
      AddScalar(cursor);
    }
  }
}

bool Tape::Open(Cursor* cursor) {
  const Kind kind = cursor->Peek();
  if (kind != Kind::kObject && kind != Kind::kArray) return false;
  open_.push_back(Size());
  nodes_.push_back({kind, true, 0, document_.substr(cursor->offset())});
  if (kind == Kind::kObject) {
    cursor->EnterObject();
  } else {
    cursor->EnterArray();
  }
  return true;
}

void Tape::AddScalar(Cursor* cursor) {
  const Kind kind = cursor->Peek();
  if (kind == Kind::kString) {
    const RawString text = cursor->TakeString();
    nodes_.push_back({kind, text.plain, Size() + 1, text.text});
  } else {
    nodes_.push_back({kind, true, Size() + 1, cursor->SkipValue()});
  }
}

void Tape::Close(uint64_t end_offset) {
  TapeNode& node = nodes_[open_.back()];
  open_.pop_back();
  node.end = Size();
  const auto begin = static_cast<uint64_t>(node.text.data() - document_.data());
  node.text = node.text.substr(0, end_offset - begin);
}

std::string Tape::Text(uint32_t index) const {
  return Decode({nodes_[index].text, nodes_[index].plain});
}

bool Tape::Is(uint32_t index, std::string_view text) const {
  const TapeNode& node = nodes_[index];
  return node.plain ? node.text == text : Text(index) == text;
}

bool Tape::Names(uint32_t index, std::string_view key) const {
  return FoldEquals({nodes_[index].text, nodes_[index].plain}, key);
}

std::string_view Tape::Raw(uint32_t index) const {
  const TapeNode& node = nodes_[index];
  if (node.kind != Kind::kString) return node.text;
  return {node.text.data() - 1, node.text.size() + 2};
}

uint64_t Tape::Offset(uint32_t index) const {
  return static_cast<uint64_t>(Raw(index).data() - document_.data());
}

}  // namespace tfsck::json

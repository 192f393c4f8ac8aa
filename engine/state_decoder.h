// StateDecoder: the elements of a v4 document into raw structs, as Go decodes them.
//
// Decodes one resource, output or check result at a time into a caller's struct, over what an
// earlier occurrence of the same element left there.  Source: TF: statefile/version4.go.
#ifndef TFSCK_ENGINE_STATE_DECODER_H_
#define TFSCK_ENGINE_STATE_DECODER_H_

#include <vector>

#include "engine/go_decode.h"
#include "engine/raw_state.h"

namespace tfsck {

class StateDecoder {
 public:
  StateDecoder(json::Cursor* cursor, FactLog* facts, Arena* arena)
      : go_(cursor, facts, arena), facts_(*facts), arena_(*arena) {}

  GoDecoder& go() { return go_; }

  // `first_instance`: the row that the resource's first instance will get, so that facts name it.
  void DecodeResource(RawResource* resource, uint32_t first_instance);
  // The whole `outputs` object; a repeated name replaces its entry whole, as in a Go map.
  void DecodeOutputs(std::vector<RawOutput>* outputs);
  void DecodeCheck(RawCheck* check);

 private:
  void DecodeInstance(RawInstance* instance);
  void InstanceField(int row, uint64_t key_offset, RawInstance* instance);
  void DecodeIndexKey(RawIndexKey* key);
  void DecodeAttributes(RawInstance* instance);
  void DecodeFlatAttributes(std::string_view* out);
  void DecodePrivate(std::string_view* out);
  void DecodePrivateText(std::string_view* out);
  void DecodePrivateBytes(std::string_view* out);
  void DecodeDependencies(RawInstance* instance);
  void MergeDependencies(RawInstance* instance);
  void DecodeOutput(RawOutput* output);
  void DecodeCheckObject(RawCheckObject* object);
  void DecodeStrings(std::string_view path, GoSlice<RawText>* out);
  void NoteNewerField(int field, uint64_t key_offset, std::string_view name);

  GoDecoder go_;
  FactLog& facts_;
  Arena& arena_;
  uint32_t newer_fields_noted_ = 0;
  GoDecoder::Memo last_module_;
  GoDecoder::Memo last_provider_;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STATE_DECODER_H_

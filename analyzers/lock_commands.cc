#include "analyzers/lock_commands.h"

#include <fmt/format.h>

#include <string_view>

#include "engine/base/shell_text.h"

namespace tfsck {
namespace {

// A word of a command: what is known, quoted, else the name of what is to be filled in.
std::string Word(const std::string& known, std::string_view wanted) {
  return known.empty() ? std::string(wanted) : QuoteForShell(known);
}

std::string ObjectUrl(std::string_view scheme, const StateObject& state, const std::string& key) {
  return QuoteForShell(
      fmt::format("{}://{}/{}", scheme, state.container.empty() ? "BUCKET" : state.container, key));
}

std::string Table(const LockOptions& options) { return Word(options.table, "TABLE"); }

// A JSON string's content.
std::string JsonText(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out;
}

std::string ItemKey(const std::string& lock_id) {
  return QuoteForShell(fmt::format(R"({{"LockID":{{"S":"{}"}}}})", JsonText(lock_id)));
}

// As a copy source wants its key: every byte but unreserved ones and / as %XX.
std::string PercentEncoded(std::string_view text) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~/";
  std::string out;
  for (const char c : text) {
    if (kPlain.find(c) != kPlain.npos) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

std::string AzureBlobWords(const LockRecord& record) {
  std::string words =
      fmt::format("--container-name {} --name {}", Word(record.state.container, "CONTAINER"),
                  Word(record.state.key, "BLOB"));
  if (!record.account.empty()) words += " --account-name " + QuoteForShell(record.account);
  return words;
}

std::string BackupCommand(const LockRecord& record, std::string_view tool) {
  switch (record.backend) {
    case LockBackend::kS3:
    case LockBackend::kDynamoDb:
      return fmt::format("aws s3 cp {} keep.tfstate",
                         ObjectUrl("s3", record.state, record.state.key));
    case LockBackend::kGcs:
      return fmt::format("gcloud storage cp {} keep.tfstate",
                         ObjectUrl("gs", record.state, record.state.key));
    case LockBackend::kAzure:
      return fmt::format("az storage blob download {} --file keep.tfstate", AzureBlobWords(record));
    case LockBackend::kLocal:
      return fmt::format("cp {0} {0}.keep", Word(record.state.key, "terraform.tfstate"));
    default:
      return fmt::format("{} state pull > keep.tfstate", tool);
  }
}

std::string UnlockCommand(const LockRecord& record, std::string_view tool) {
  if (record.backend == LockBackend::kLocal) {
    return "rm " + QuoteForShell(record.source);  // tidying: no command waits for it
  }
  if (record.backend == LockBackend::kConsul && record.session.empty()) {
    return "consul kv delete " + QuoteForShell(record.lock_place);
  }
  return fmt::format("{} force-unlock {}", tool, QuoteForShell(record.unlock_id));
}

}  // namespace

std::string NoCommandReason(const LockRecord& record) {
  if (record.backend == LockBackend::kLocal) return "";
  if (record.backend == LockBackend::kConsul && record.session.empty()) return "";
  if (!record.unlock_id.empty()) return "";
  if (record.backend == LockBackend::kGcs) {
    return "force-unlock wants the generation of the lock object, and no listing tells it";
  }
  return "the record has no ID that force-unlock could be given";
}

std::vector<std::string> UnlockCommands(const LockRecord& record, ToolFamily tool) {
  if (!NoCommandReason(record).empty()) return {};
  const std::string_view program = tool == ToolFamily::kOpenTofu ? "tofu" : "terraform";
  return {BackupCommand(record, program), UnlockCommand(record, program)};
}

std::string HistoryCommand(const LockRecord& record) {
  switch (record.backend) {
    case LockBackend::kS3:
      return fmt::format("aws s3api list-object-versions --bucket {} --prefix {}",
                         Word(record.state.container, "BUCKET"), Word(record.state.key, "KEY"));
    case LockBackend::kGcs:
      return fmt::format("gcloud storage ls -a --json {}",
                         ObjectUrl("gs", record.state, record.lock_place));
    default:
      return "";
  }
}

std::string StateTimeCommand(const LockRecord& record) {
  switch (record.backend) {
    case LockBackend::kS3:
    case LockBackend::kDynamoDb:
      return fmt::format("aws s3api list-object-versions --bucket {} --prefix {}",
                         Word(record.state.container, "BUCKET"), Word(record.state.key, "KEY"));
    case LockBackend::kGcs:
      return fmt::format("gcloud storage ls -a --json {}",
                         ObjectUrl("gs", record.state, record.state.key));
    case LockBackend::kAzure:
      return fmt::format("az storage blob show {}", AzureBlobWords(record));
    default:
      return "";
  }
}

std::string SaveDigest(const DigestRecord& digest, const LockOptions& options) {
  return fmt::format("aws dynamodb get-item --table-name {} --key {} > keep-digest.json",
                     Table(options), ItemKey(digest.lock_id));
}

std::string SetDigest(const DigestRecord& digest, const std::string& md5,
                      const LockOptions& options) {
  return fmt::format(
      "aws dynamodb update-item --table-name {} --key {} --update-expression 'SET Digest = :d' "
      "--expression-attribute-values '{{\":d\":{{\"S\":\"{}\"}}}}'",
      Table(options), ItemKey(digest.lock_id), md5);
}

std::string DeleteDigest(const DigestRecord& digest, const LockOptions& options) {
  return fmt::format("aws dynamodb delete-item --table-name {} --key {}", Table(options),
                     ItemKey(digest.lock_id));
}

std::string SaveObject(const StateObject& state) {
  return fmt::format("aws s3 cp {} keep.tfstate", ObjectUrl("s3", state, state.key));
}

std::string RestoreVersion(const StateObject& state, const std::string& version_id) {
  const std::string bucket = state.container.empty() ? "BUCKET" : state.container;
  return fmt::format(
      "aws s3api copy-object --bucket {} --key {} --copy-source {}", QuoteForShell(bucket),
      QuoteForShell(state.key),
      QuoteForShell(fmt::format("{}/{}?versionId={}", bucket, PercentEncoded(state.key),
                                PercentEncoded(version_id))));
}

}  // namespace tfsck

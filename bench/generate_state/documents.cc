#include "bench/generate_state/documents.h"

#include <fmt/format.h>

#include <array>

#include "bench/generate_state/json_writer.h"

namespace tfsck::bench {
namespace {

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::string_view, 16> kActions = {
    "s3:GetObject",         "s3:PutObject",         "s3:ListBucket",
    "sqs:SendMessage",      "sqs:ReceiveMessage",   "sns:Publish",
    "dynamodb:GetItem",     "dynamodb:Query",       "kms:Decrypt",
    "kms:GenerateDataKey*", "logs:CreateLogStream", "logs:PutLogEvents",
    "ecr:BatchGetImage",    "ssm:GetParameter*",    "secretsmanager:GetSecretValue",
    "ec2:Describe*"};

constexpr std::array<std::string_view, 5> kServices = {"ec2.amazonaws.com", "lambda.amazonaws.com",
                                                       "ecs-tasks.amazonaws.com",
                                                       "events.amazonaws.com", "eks.amazonaws.com"};

constexpr std::array<std::string_view, 10> kScriptLines = {
    "set -euo pipefail\n",
    "yum install -y amazon-cloudwatch-agent jq unzip\n",
    "export AWS_DEFAULT_REGION=eu-central-1\n",
    "systemctl enable --now docker && usermod -aG docker ec2-user\n",
    "if [ ! -d /opt/app ]; then mkdir -p /opt/app/releases; fi\n",
    "curl -fsSL https://downloads.example.com/agent/install.sh | bash -s -- --quiet\n",
    "echo \"vm.max_map_count=262144\" >> /etc/sysctl.conf && sysctl -p\n",
    "for disk in nvme1n1 nvme2n1; do mkfs.xfs \"/dev/$disk\" || true; done\n",
    "cat > /etc/app/config.yaml <<'EOF'\nlog_level: info\nworkers: 8\nEOF\n",
    "/opt/app/bin/migrate --timeout 300 < /dev/null\n"};

constexpr std::array<std::string_view, 10> kConfigLines = {
    "server.port=8080\n",
    "spring.datasource.hikari.maximum-pool-size=20\n",
    "logging.level.root=INFO\n",
    "feature.checkout.v2.enabled=true\n",
    "  - job_name: \"kubernetes-pods\"\n    scrape_interval: 30s\n",
    "    relabel_configs:\n      - source_labels: [__meta_kubernetes_pod_label_app]\n",
    "        action: keep\n        regex: \"^(api|worker)-.*$\"\n",
    "cache.ttl.seconds=3600\t# one hour\n",
    "message=\"Caf\xC3\xA9 \xE2\x80\x93 gr\xC3\xBC\xC3\x9F"
    "e\"\n",
    "allowed.origins=https://app.example.com?a=1&b=2\n"};

template <typename Lines>
void AppendLines(const Lines& lines, size_t size, Random& random, std::string* out) {
  const size_t end = out->size() + size;
  while (out->size() < end) *out += random.Pick(lines);
}

void WriteStatement(size_t number, Random& random, JsonWriter* writer) {
  writer->BeginObject();
  writer->Key("Action");
  writer->BeginArray();
  const size_t actions = random.HeavyTail(3, 0.7, 40);
  for (size_t i = 0; i < actions; ++i) writer->String(random.Pick(kActions));
  writer->EndArray();
  writer->StringMember("Effect", "Allow");
  writer->StringMember("Resource",
                       fmt::format("arn:aws:s3:::{}-{}/*", "data", Hex(random.Next(), 6)));
  writer->StringMember("Sid", fmt::format("Statement{}", number));
  writer->EndObject();
}

}  // namespace

void AppendIamPolicy(const Subject& /*subject*/, Random& random, std::string* out) {
  JsonWriter writer(out, random.Chance(0.1));  // some people keep their heredoc's layout
  writer.BeginObject();
  writer.Key("Statement");
  writer.BeginArray();
  const size_t statements = random.HeavyTail(2, 0.9, 120);
  for (size_t i = 0; i < statements; ++i) WriteStatement(i, random, &writer);
  writer.EndArray();
  writer.StringMember("Version", "2012-10-17");
  writer.EndObject();
}

void AppendTrustPolicy(const Subject& /*subject*/, Random& random, std::string* out) {
  JsonWriter writer(out, false);
  writer.BeginObject();
  writer.Key("Statement");
  writer.BeginArray();
  writer.BeginObject();
  writer.StringMember("Action", "sts:AssumeRole");
  writer.StringMember("Effect", "Allow");
  writer.Key("Principal");
  writer.BeginObject();
  writer.StringMember("Service", random.Pick(kServices));
  writer.EndObject();
  writer.EndObject();
  writer.EndArray();
  writer.StringMember("Version", "2012-10-17");
  writer.EndObject();
}

void AppendContainerDefinitions(const Subject& subject, Random& random, std::string* out) {
  JsonWriter writer(out, false);
  writer.BeginArray();
  writer.BeginObject();
  writer.NumberMember("cpu", 256);
  writer.Key("environment");
  writer.BeginArray();
  const size_t variables = random.HeavyTail(10, 0.8, 300);
  for (size_t i = 0; i < variables; ++i) {
    writer.BeginObject();
    writer.StringMember("name", fmt::format("APP_SETTING_{}", i));
    writer.StringMember("value", Hex(random.Next(), 8 + static_cast<int>(random.Below(8))));
    writer.EndObject();
  }
  writer.EndArray();
  writer.Key("essential");
  writer.Bool(true);
  writer.StringMember("image", fmt::format("123456789012.dkr.ecr.eu-central-1.amazonaws.com/{}:{}",
                                           subject.label, Hex(random.Next(), 12)));
  writer.StringMember("name", subject.label);
  writer.EndObject();
  writer.EndArray();
}

void AppendUserData(const Subject& /*subject*/, Random& random, std::string* out) {
  std::string script = "#!/bin/bash\n";
  AppendLines(kScriptLines, random.HeavyTail(900, 1, 12 * 1024), random, &script);
  *out += Base64(script);
}

void AppendPem(std::string_view label, Random& random, std::string* out) {
  fmt::format_to(std::back_inserter(*out), "-----BEGIN {}-----\n", label);
  for (size_t lines = 14 + random.Below(14); lines > 0; --lines) {
    AppendRandomText(kBase64, 64, random, out);
    *out += '\n';
  }
  fmt::format_to(std::back_inserter(*out), "-----END {}-----\n", label);
}

void AppendKubeconfig(const Subject& subject, Random& random, std::string* out) {
  std::string certificate;
  AppendPem("CERTIFICATE", random, &certificate);
  fmt::format_to(std::back_inserter(*out),
                 "apiVersion: v1\nclusters:\n- cluster:\n    certificate-authority-data: {}\n"
                 "    server: https://{}.azmk8s.io:443\n  name: {}\ncontexts: []\n"
                 "current-context: {}\nkind: Config\npreferences: {{}}\nusers: []\n",
                 Base64(certificate), subject.label, subject.label, subject.label);
}

void AppendConfigFile(const Subject& /*subject*/, Random& random, std::string* out) {
  AppendLines(kConfigLines, random.HeavyTail(500, 1.6, 250'000), random, out);
}

}  // namespace tfsck::bench

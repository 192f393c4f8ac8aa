# Forms of other writers, derived from the states above (run after the groups they come from).

# derive NAME FORM SOURCE DESCRIPTION
derive() {
  python3 "$MAKE_DIR/derive.py" "$2" < "$VALID/$3.tfstate" > "$SCRATCH/derived.tfstate"
  keep "$1" "$4" "$SCRATCH/derived.tfstate" "derived from $3.tfstate"
}

workdir
{ aws_requirement; aws_provider by_region eu-central-1; cat <<'HCL'
data "aws_region" "here" {
  for_each = toset(["eu-central-1", "eu-west-1"])
  provider = aws.by_region
}
data "aws_partition" "single" { provider = aws.by_region }
resource "terraform_data" "regions" { input = [for r in data.aws_region.here : r.name] }
HCL
} | config
apply
keep aws-aliased "every AWS object under one alias"

derive tofu-1.7-indented indented_1_7 aws-dynamodb "OpenTofu 1.7: its registry and version, still indented"
derive tofu-1.8-compact compact_1_8 aws-dynamodb "OpenTofu 1.8: one compact line"
derive tofu-1.11-compact-modules compact_1_11 modules-nested "OpenTofu 1.11: compact, nested modules"
derive tofu-1.11-compact-checks compact_1_11 checks-pass "OpenTofu 1.11: compact, check results"
derive tofu-1.9-keyed-provider keyed_provider_1_9 aws-aliased \
  "OpenTofu 1.9: keyed provider on the instances, none on the resource; Terraform drops them"
derive tofu-1.10-deprecated-outputs deprecated_output_1_10 remote-state-producer "OpenTofu 1.10: deprecated outputs"
derive tofu-1.12-skip-destroy skip_destroy_1_12 state-pull "OpenTofu 1.12: lifecycle destroy = false"
derive tofu-1.12-identity identity_1_12 aws-import "OpenTofu 1.12: identity where there is one"
derive tofu-1.13-indented indented_1_13 depends-on-modules "OpenTofu 1.13: indented again for local files"

node "$MAKE_DIR/encrypt.mjs" correct-horse-battery-staple < "$VALID/tofu-1.8-compact.tfstate" > "$SCRATCH/encrypted"
keep tofu-1.8-encrypted "OpenTofu encrypted envelope; passphrase correct-horse-battery-staple" \
  "$SCRATCH/encrypted" "derived from tofu-1.8-compact.tfstate"

derive terraform-1.14-identity terraform_1_14 state-pull "Terraform 1.14: identity_schema_version on every object"
derive terraform-1.2-no-checks terraform_1_2 modules-nested "Terraform 1.2: no check_results key"
derive terraform-0.13-no-sensitive terraform_0_13 count-scaled-down "Terraform 0.13: no sensitive_attributes"
derive terraform-0.12-each terraform_0_12 moved-count-for-each "Terraform 0.12: each, provider.terraform"

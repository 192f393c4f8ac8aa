# The AWS provider 5.100.0: data sources that call nothing, and DynamoDB against dynalite.
start_dynamodb

workdir
{ aws_requirement; aws_provider; aws_provider west us-west-2; cat <<'HCL'
data "aws_partition" "current" {}
data "aws_region" "current" {}
data "aws_region" "west" { provider = aws.west }
data "aws_arn" "queue" { arn = "arn:aws:sqs:eu-central-1:000000000000:orders" }
data "aws_iam_policy_document" "assume" {
  for_each = toset(["ec2", "lambda"])
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["${each.key}.${data.aws_partition.current.dns_suffix}"]
    }
    condition {
      test     = "StringLike"
      variable = "aws:PrincipalTag/team"
      values   = ["*<payments>&*"]
    }
  }
}
data "aws_service_principal" "s3" { service_name = "s3" }
output "policy" { value = data.aws_iam_policy_document.assume["ec2"].json }
HCL
} | config
apply
keep aws-data-only "AWS data sources without a call, two provider configurations"

workdir
{ aws_requirement; cat <<'HCL'
provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
  default_tags { tags = { team = "payments" } }
}
resource "aws_dynamodb_table" "table" {
  for_each     = { orders = "id", users = "email" }
  name         = each.key
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = each.value
  attribute {
    name = each.value
    type = "S"
  }
  timeouts {
    create = "5m"
    delete = "7m"
  }
}
resource "aws_dynamodb_table" "events" {
  name           = "events"
  read_capacity  = 2
  write_capacity = 1
  hash_key       = "stream"
  range_key      = "at"
  attribute {
    name = "stream"
    type = "S"
  }
  attribute {
    name = "at"
    type = "N"
  }
  attribute {
    name = "kind"
    type = "S"
  }
  global_secondary_index {
    name            = "by-kind"
    hash_key        = "kind"
    range_key       = "at"
    projection_type = "ALL"
    read_capacity   = 1
    write_capacity  = 1
  }
  tags = { purpose = "audit <log>" }
}
resource "aws_dynamodb_table_item" "seed" {
  count      = 2
  table_name = aws_dynamodb_table.table["orders"].name
  hash_key   = aws_dynamodb_table.table["orders"].hash_key
  item       = jsonencode({ id = { S = "order-${count.index}" }, total = { N = "12.50" } })
}
data "aws_dynamodb_table" "read" { name = aws_dynamodb_table.events.name }
output "arns" { value = { for k, t in aws_dynamodb_table.table : k => t.arn } }
HCL
} | config
apply
keep aws-dynamodb "tables and items: private bytes, timeouts, schema_version 1, default tags"

table_module() {
  config "$1/main.tf" <<'HCL'
variable "name" {}
variable "release" { default = "" }
variable "delete" { default = "10m" }
resource "aws_dynamodb_table" "this" {
  name         = "${var.name}${var.release}"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
  timeouts { delete = var.delete }
  lifecycle { create_before_destroy = true }
}
output "name" { value = aws_dynamodb_table.this.name }
HCL
}

workdir
table_module table
{ aws_requirement; aws_provider; cat <<'HCL'
module "sessions" {
  source = "./table"
  name   = "sessions"
}
module "carts" {
  source = "./table"
  name   = "carts"
}
HCL
} | config
apply
cp terraform.tfstate made.tfstate
rm terraform.tfstate
tf import module.sessions.aws_dynamodb_table.this sessions
{ cat main.tf; cat <<'HCL'
import {
  to = module.carts.aws_dynamodb_table.this
  id = "carts"
}
HCL
} > with-import.tf
mv with-import.tf main.tf
apply
keep aws-import "one table by terraform import, one by an import block, both in modules"

workdir
config regional/main.tf < <(aws_requirement; aws_provider; aws_provider eu eu-west-1; cat <<'HCL'
data "aws_region" "default" {}
data "aws_region" "eu" { provider = aws.eu }
resource "terraform_data" "regions" { input = [data.aws_region.default.name, data.aws_region.eu.name] }
HCL
)
config passed/main.tf <<'HCL'
terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      version               = "5.100.0"
      configuration_aliases = [aws.a, aws.b]
    }
  }
}
data "aws_region" "a" { provider = aws.a }
data "aws_region" "b" { provider = aws.b }
HCL
{ aws_requirement; aws_provider one us-east-2; aws_provider two ap-south-1; cat <<'HCL'
module "regional" { source = "./regional" }
module "passed" {
  source    = "./passed"
  providers = { aws.a = aws.one, aws.b = aws.two }
}
HCL
} | config
apply
keep aws-provider-in-module "AWS configured inside a module, and passed into one under other names"

workdir
{ aws_requirement; aws_provider; cat <<'HCL'
resource "aws_dynamodb_table" "moved_registry" {
  name         = "moved-registry"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
data "aws_region" "current" {}
HCL
} | config
apply
tf state replace-provider -auto-approve hashicorp/aws registry.acme.example/platform/aws
keep replace-provider "state replace-provider to a private registry"

# Killed while the replacement of a create_before_destroy table is being made (creating takes 20 s):
# the last write, caused by another resource, holds the old table as deposed and nothing current.
start_dynamodb 50 20000
workdir
table_module table
{ aws_requirement; aws_provider; cat <<'HCL'
variable "release" { default = "-1" }
module "table" {
  source  = "./table"
  name    = "sessions"
  release = var.release
}
resource "terraform_data" "stamp" {
  triggers_replace = var.release
  provisioner "local-exec" { command = "sleep 2" }
}
HCL
} | config
apply
tf plan -out=replace.tfplan -var release=-2
setsid terraform apply replace.tfplan < /dev/null > /dev/null 2>&1 &
apply_pid=$!
disown "$apply_pid"
sleep 12
kill -9 -- "-$apply_pid"
sleep 1
keep deposed-only "apply killed during a replacement: a deposed object without a current one"

# The reader refuses the new table, so the old one is not destroyed.
start_dynamodb
workdir
table_module table
{ aws_requirement; aws_provider; cat <<'HCL'
variable "release" { default = "-1" }
module "table" {
  source  = "./table"
  name    = "carts"
  release = var.release
}
resource "terraform_data" "reader" {
  input = module.table.name
  lifecycle {
    postcondition {
      condition     = self.input == "carts-1"
      error_message = "only the first release is readable"
    }
  }
}
HCL
} | config
apply
apply_fails -var release=-2
keep aws-deposed "a real table and the deposed one before it, with private bytes"

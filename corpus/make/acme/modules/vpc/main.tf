variable "region" { type = string }
variable "cidr" { type = string }
variable "nat_gateways" { type = number }
variable "flow_logs" { type = bool }

locals {
  zones = ["a", "b", "c"]
}
resource "terraform_data" "vpc" {
  input = { cidr = var.cidr, region = var.region, dns_hostnames = true }
}
resource "terraform_data" "internet_gateway" {
  input = { vpc = terraform_data.vpc.id }
}
resource "terraform_data" "subnet" {
  for_each = {
    for pair in setproduct(["private", "public"], local.zones) : "${pair[0]}-${pair[1]}" => {
      zone = "${var.region}${pair[1]}"
      cidr = cidrsubnet(var.cidr, 4, index(["private", "public"], pair[0]) * 8 + index(local.zones, pair[1]))
    }
  }
  input = merge(each.value, { vpc = terraform_data.vpc.id })
}
resource "terraform_data" "nat_gateway" {
  count = var.nat_gateways
  input = { subnet = terraform_data.subnet["public-${local.zones[count.index]}"].id }
}
resource "terraform_data" "route_table" {
  for_each = toset(["private", "public"])
  input = {
    vpc    = terraform_data.vpc.id
    target = each.key == "public" ? terraform_data.internet_gateway.id : terraform_data.nat_gateway[0].id
  }
}
resource "terraform_data" "flow_log" {
  count = var.flow_logs ? 1 : 0
  input = { vpc = terraform_data.vpc.id, format = "$${version} $${account-id} <$${action}>" }
}
output "id" { value = terraform_data.vpc.id }
output "private_subnets" {
  value = [for key, subnet in terraform_data.subnet : subnet.id if startswith(key, "private-")]
  precondition {
    condition     = length(local.zones) >= 2
    error_message = "two zones at least"
  }
}

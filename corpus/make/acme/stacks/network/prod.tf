variable "regions" { type = map(string) }
variable "nat_gateways" { default = 1 }
variable "flow_logs" { default = false }
module "vpc" {
  source       = "./modules/vpc"
  for_each     = var.regions
  region       = each.key
  cidr         = each.value
  nat_gateways = var.nat_gateways
  flow_logs    = var.flow_logs
}
module "ipam" {
  source = "./modules/table"
  name   = "acme-ipam-leases"
}
resource "terraform_data" "peering" {
  count = length(var.regions) > 1 ? 1 : 0
  input = [for vpc in module.vpc : vpc.id]
}
check "address_plan" {
  assert {
    condition     = length(distinct(values(var.regions))) == length(var.regions)
    error_message = "two regions share a range"
  }
}
output "private_subnets" { value = { for region, vpc in module.vpc : region => vpc.private_subnets } }
output "vpc_ids" { value = { for region, vpc in module.vpc : region => vpc.id } }

module "facts" {
  source   = "./modules/table"
  for_each = toset(["orders", "refunds", "visits"])
  name     = "acme-warehouse-${each.key}"
}
resource "terraform_data" "schema" {
  for_each = module.facts
  input    = { table = each.value.arn, version = 7 }
}
resource "terraform_data" "dashboard" { input = { for name, schema in terraform_data.schema : name => schema.id } }

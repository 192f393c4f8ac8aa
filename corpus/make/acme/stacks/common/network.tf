data "terraform_remote_state" "network" {
  backend = "s3"
  config = {
    bucket                      = "acme-network-tfstate"
    key                         = "prod/terraform.tfstate"
    region                      = "eu-central-1"
    use_path_style              = true
    skip_credentials_validation = true
    skip_metadata_api_check     = true
    skip_requesting_account_id  = true
  }
}
